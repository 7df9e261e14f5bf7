using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.PhoneSimulator.Messages;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>Messages: send, read.</summary>
internal static class MessageEndpoints
{
    private const int LongestBody = 1600;

    public static void Map(RouteGroupBuilder group, PhoneNetwork network)
    {
        group.MapGet("/Messages.json", (HttpRequest request) => RestAnswers.Page(request, "messages", network.Messages.All
            .Where(message => Fits(request, "To", message.To) && Fits(request, "From", message.From)).Reverse().Select(message => Json(network, message))));
        group.MapGet("/Messages/{sid}.json", (string sid, HttpRequest request) =>
            network.Messages.Find(sid) is { } message ? RestAnswers.Ok(Json(network, message)) : RestAnswers.NotFound(request));
        group.MapPost("/Messages.json", async (HttpRequest request) => Create(network, await RestForm.ReadAsync(request)));
    }

    private static IResult Create(PhoneNetwork network, RestForm form)
    {
        if (form["To"] is not { Length: > 0 } to || !to.StartsWith('+'))
            return RestAnswers.Error(400, 21211, $"Invalid 'To' Phone Number: {form["To"]}");
        // A messaging service stands for the one number of the account that has messages.
        var from = form["From"] ?? (form["MessagingServiceSid"] is { Length: > 0 } ? network.Book.Services.FirstOrDefault(number => number.SmsUrl is not null)?.Number : null);
        if (from is null)
            return RestAnswers.Error(400, 21603, "A 'From' phone number is required");
        if (network.Book.Service(from) is null)
            return RestAnswers.Error(400, 21606, $"The 'From' phone number {from} is not a valid message-capable Twilio phone number for this destination");
        if (form["Body"] is not { Length: > 0 } body)
            return RestAnswers.Error(400, 21602, "Message body is required");
        if (body.Length > LongestBody)
            return RestAnswers.Error(400, 21617, $"The concatenated message body exceeds the {LongestBody} character limit");
        return network.Messages.Send(from, to, body, form["StatusCallback"], "POST") is { } message
            ? RestAnswers.Created(Json(network, message, "queued"))
            : RestAnswers.Error(400, 21610, "Attempt to send to unsubscribed recipient");
    }

    private static JsonObject Json(PhoneNetwork network, TextMessage message, string? status = null) => new()
    {
        ["sid"] = message.Sid,
        ["account_sid"] = network.Settings.AccountSid,
        ["from"] = message.From,
        ["to"] = message.To,
        ["body"] = message.Body,
        ["status"] = status ?? message.Status,
        ["direction"] = message.IsInbound ? "inbound" : "outbound-api",
        ["num_segments"] = Parameters.Number(message.Segments),
        ["num_media"] = "0",
        ["error_code"] = status is null ? message.ErrorCode : null,
        ["error_message"] = null,
        ["api_version"] = "2010-04-01",
        ["price"] = null,
        ["price_unit"] = "USD",
        ["messaging_service_sid"] = null,
        ["date_created"] = Parameters.Date(message.At),
        ["date_sent"] = Parameters.Date(message.At),
        ["date_updated"] = Parameters.Date(message.At),
        ["uri"] = $"/2010-04-01/Accounts/{network.Settings.AccountSid}/Messages/{message.Sid}.json",
    };

    private static bool Fits(HttpRequest request, string name, string value) => request.Query[name].ToString() is not { Length: > 0 } wanted || wanted == value;
}
