using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Conferences;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>Conferences: find, end, announce.</summary>
internal static class ConferenceEndpoints
{
    public static void Map(RouteGroupBuilder group, PhoneNetwork network)
    {
        group.MapGet("/Conferences.json", (HttpRequest request) => RestAnswers.Page(request, "conferences", network.Conferences.All
            .Where(one => Fits(request, "FriendlyName", one.Name) && Fits(request, "Status", one.Status)).Select(one => Json(network, one))));
        group.MapGet("/Conferences/{sid}.json", (string sid, HttpRequest request) =>
            network.Conferences.WithSid(sid) is { } one ? RestAnswers.Ok(Json(network, one)) : RestAnswers.NotFound(request));
        group.MapPost("/Conferences/{sid}.json", async (string sid, HttpRequest request) =>
        {
            if (network.Conferences.WithSid(sid) is not { } one)
                return RestAnswers.NotFound(request);
            var form = await RestForm.ReadAsync(request);
            if (form["AnnounceUrl"] is { Length: > 0 } url)
                foreach (var seat in one.Seats)
                    Announce(seat, url, form["AnnounceMethod"]);
            if (form["Status"] == "completed")
                one.End("conference-ended-via-api");
            return RestAnswers.Ok(Json(network, one));
        });
    }

    public static void Announce(Participant seat, string url, string? method)
    {
        seat.Announcement = new Ask(url, method ?? "POST");
        seat.Turn();
    }

    private static JsonObject Json(PhoneNetwork network, PhoneConference one)
    {
        var uri = $"/2010-04-01/Accounts/{network.Settings.AccountSid}/Conferences/{one.Sid}";
        return new()
        {
            ["sid"] = one.Sid,
            ["account_sid"] = network.Settings.AccountSid,
            ["friendly_name"] = one.Name,
            ["status"] = one.Status,
            ["region"] = "ie1",
            ["reason_conference_ended"] = one.ReasonEnded,
            ["call_sid_ending_conference"] = one.EndedBy?.Sid,
            ["api_version"] = "2010-04-01",
            ["date_created"] = Parameters.Date(one.CreatedAt),
            ["date_updated"] = Parameters.Date(one.CreatedAt),
            ["uri"] = uri + ".json",
            ["subresource_uris"] = new JsonObject { ["participants"] = uri + "/Participants.json" },
        };
    }

    private static bool Fits(HttpRequest request, string name, string value) => request.Query[name].ToString() is not { Length: > 0 } wanted || wanted == value;
}
