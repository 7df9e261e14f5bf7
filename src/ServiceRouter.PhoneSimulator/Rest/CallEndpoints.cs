using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.TwiML.Verbs;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>Calls: start one, read, give new instructions, end.</summary>
internal static class CallEndpoints
{
    private const int LongestTwiml = 4000;

    public static void Map(RouteGroupBuilder group, PhoneNetwork network)
    {
        group.MapGet("/Calls.json", (HttpRequest request) => RestAnswers.Page(request, "calls", network.Legs
            .Where(leg => Fits(request, "Status", leg.Status) && Fits(request, "To", leg.Origin.To) && Fits(request, "From", leg.Origin.From) && Fits(request, "ParentCallSid", leg.Origin.Parent?.Sid))
            .OrderByDescending(leg => leg.StartedAt).Select(Json)));
        group.MapGet("/Calls/{sid}.json", (string sid, HttpRequest request) => network.Leg(sid) is { } leg ? RestAnswers.Ok(Json(leg)) : RestAnswers.NotFound(request));
        group.MapPost("/Calls.json", async (HttpRequest request) => Create(network, await RestForm.ReadAsync(request)));
        group.MapPost("/Calls/{sid}.json", async (string sid, HttpRequest request) =>
            network.Leg(sid) is { } leg ? await UpdateAsync(leg, await RestForm.ReadAsync(request)) : RestAnswers.NotFound(request));
    }

    public static JsonObject Json(CallLeg leg) => new()
    {
        ["sid"] = leg.Sid,
        ["account_sid"] = leg.Network.Settings.AccountSid,
        ["parent_call_sid"] = leg.Origin.Parent?.Sid,
        ["to"] = leg.Origin.To,
        ["from"] = leg.Origin.From,
        ["to_formatted"] = leg.Origin.To,
        ["from_formatted"] = leg.Origin.From,
        ["status"] = leg.Status,
        ["direction"] = leg.Origin.Direction,
        ["start_time"] = leg.AnsweredAt is { } start ? Parameters.Date(start) : null,
        ["end_time"] = leg.EndedAt is { } end ? Parameters.Date(end) : null,
        ["duration"] = leg.IsOver ? Parameters.Seconds(leg.Duration) : null,
        ["date_created"] = Parameters.Date(leg.StartedAt),
        ["date_updated"] = Parameters.Date(leg.EndedAt ?? leg.AnsweredAt ?? leg.StartedAt),
        ["api_version"] = "2010-04-01",
        ["answered_by"] = null,
        ["forwarded_from"] = leg.Origin.ForwardedFrom,
        ["caller_name"] = leg.Origin.CallerName,
        ["queue_time"] = "0",
        ["price"] = null,
        ["price_unit"] = "USD",
        ["uri"] = $"/2010-04-01/Accounts/{leg.Network.Settings.AccountSid}/Calls/{leg.Sid}.json",
    };

    /// <summary>What is wrong with the numbers of a new call; nothing when they can be used.</summary>
    public static IResult? Refusal(PhoneNetwork network, RestForm form) => form["To"] is not { Length: > 0 } to
        ? RestAnswers.Error(400, 21201, "No 'To' number is specified")
        : !IsAddress(to) ? RestAnswers.Error(400, 21211, $"The 'To' number {to} is not a valid phone number")
        : form["From"] is not { Length: > 0 } from ? RestAnswers.Error(400, 21213, "No 'From' number is specified")
        : network.Book.Service(from) is null ? RestAnswers.Error(400, 21210, $"The source phone number provided, {from}, is not yet verified for your account")
        : null;

    private static IResult Create(PhoneNetwork network, RestForm form)
    {
        if (Refusal(network, form) is { } refusal)
            return refusal;
        if (First(form) is not { } first)
            return RestAnswers.Error(400, 21205, "Url parameter is required");
        if (form["Twiml"]?.Length > LongestTwiml)
            return RestAnswers.Error(400, 21218, $"Twiml has at most {LongestTwiml} characters");
        var leg = network.Open(new(form["From"]!, form["To"]!, "outbound-api"));
        leg.Fallback = form["FallbackUrl"] is { Length: > 0 } fallback ? new(fallback, form["FallbackMethod"] ?? "POST") : null;
        leg.Subscription = StatusSubscription.Of(form["StatusCallback"], form["StatusCallbackMethod"], form.List("StatusCallbackEvent"));
        if (form.Flag("Record") == true)
            RecordVerb.Refuse(leg, "Record=true", "");
        var answer = RestAnswers.Created(Json(leg));
        OutboundCalls.Begin(leg, first, form.Seconds("Timeout", TimeSpan.FromSeconds(60), most: 600));
        return answer;
    }

    private static async Task<IResult> UpdateAsync(CallLeg leg, RestForm form)
    {
        if (form["FallbackUrl"] is { } fallback)
            leg.Fallback = fallback.Length > 0 ? new(fallback, form["FallbackMethod"] ?? "POST") : null;
        if (form["StatusCallback"] is { } callback)
            leg.Subscription = StatusSubscription.Of(callback, form["StatusCallbackMethod"], []);
        var isLive = leg.Status == CallStatus.InProgress;
        switch (form["Status"])
        {
            case "completed" when !leg.IsOver:
            case "canceled" when !leg.IsOver && !isLive:
                leg.Mailbox.Interrupt(new LineOver("ended by REST"));
                await leg.Call.EndsAsync();
                return RestAnswers.Ok(Json(leg));
            case { Length: > 0 }:
                return NotNow(leg);
        }

        if (First(form) is not { } step)
            return RestAnswers.Ok(Json(leg));
        if (!isLive)
            return NotNow(leg);
        leg.Mailbox.Interrupt(new Moved(step));
        return RestAnswers.Ok(Json(leg));
    }

    private static Step? First(RestForm form) => form["Url"] is { Length: > 0 } url ? new Ask(url, form["Method"] ?? "POST")
        : form["Twiml"] is { Length: > 0 } twiml ? new Obey(twiml)
        : null;

    private static IResult NotNow(CallLeg leg) => RestAnswers.Error(400, 21220, $"Call is not in-progress. Cannot redirect. It is {leg.Status}");

    private static bool IsAddress(string to) =>
        to.StartsWith("client:", StringComparison.Ordinal) || to.StartsWith("sip:", StringComparison.Ordinal)
        || (to.StartsWith('+') && to.Length is >= 8 and <= 16 && to.Skip(1).All(char.IsAsciiDigit));

    private static bool Fits(HttpRequest request, string name, string? value) => request.Query[name].ToString() is not { Length: > 0 } wanted || wanted == value;
}
