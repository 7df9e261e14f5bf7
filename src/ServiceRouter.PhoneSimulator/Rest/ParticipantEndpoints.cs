using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Conferences;
using ServiceRouter.PhoneSimulator.TwiML.Verbs;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>The legs in a conference: add one by ringing it, hold, mute, coach, put out. A participant is found by its call or its label.</summary>
internal static class ParticipantEndpoints
{
    private const string All = "/Conferences/{conference}/Participants.json";
    private const string One = "/Conferences/{conference}/Participants/{call}.json";

    public static void Map(RouteGroupBuilder group, PhoneNetwork network)
    {
        group.MapGet(All, (string conference, HttpRequest request) => network.Conferences.WithSid(conference) is { } found
            ? RestAnswers.Page(request, "participants", found.Seats
                .Where(seat => Fits(request, "Hold", seat.IsOnHold) && Fits(request, "Muted", seat.IsMuted) && Fits(request, "Coaching", seat.Coaches is not null))
                .Select(seat => Json(network, found, seat)))
            : RestAnswers.NotFound(request));
        group.MapPost(All, async (string conference, HttpRequest request) => Add(network, conference, await RestForm.ReadAsync(request)));
        group.MapGet(One, (string conference, string call, HttpRequest request) =>
            Find(network, conference, call) is var (found, seat) ? RestAnswers.Ok(Json(network, found, seat)) : RestAnswers.NotFound(request));
        group.MapPost(One, async (string conference, string call, HttpRequest request) =>
        {
            var form = await RestForm.ReadAsync(request);
            if (Find(network, conference, call) is not var (found, seat))
                return RestAnswers.NotFound(request);
            Update(found, seat, form);
            return RestAnswers.Ok(Json(network, found, seat));
        });
        group.MapDelete(One, (string conference, string call, HttpRequest request) =>
        {
            if (Find(network, conference, call) is not var (_, seat))
                return RestAnswers.NotFound(request);
            seat.LeftBecause = "participant_updated_via_api";
            seat.IsOut = true;
            seat.Turn();
            return Results.NoContent();
        });
    }

    private static IResult Add(PhoneNetwork network, string conference, RestForm form)
    {
        if (CallEndpoints.Refusal(network, form) is { } refusal)
            return refusal;
        // A sid must exist; a name is a conference that begins with this call.
        var existing = conference.StartsWith("CF", StringComparison.Ordinal) ? network.Conferences.WithSid(conference) : null;
        if (existing is { IsOver: true })
            return RestAnswers.Error(400, 21220, "Conference has already ended");
        var name = existing?.Name ?? conference;
        var leg = network.Open(new(form["From"]!, form["To"]!, "outbound-api"));
        leg.Subscription = StatusSubscription.Of(form["StatusCallback"], form["StatusCallbackMethod"], form.List("StatusCallbackEvent"));
        if (form.Flag("Record") == true || form.Flag("ConferenceRecord") == true)
            RecordVerb.Refuse(leg, "Record=true", "");
        var seat = new Participant(leg)
        {
            Label = form["Label"],
            StartsOnEnter = form.Flag("StartConferenceOnEnter") ?? true,
            EndsOnExit = form.Flag("EndConferenceOnExit") ?? false,
            IsMuted = form.Flag("Muted") ?? false,
            Coaches = form.Flag("Coaching") == true ? form["CallSidToCoach"] : null,
            WaitMusic = form["WaitUrl"] is { Length: > 0 } music ? new(music, form["WaitMethod"] ?? "POST") : null,
        };
        var callback = ConferenceCallback.Of(form["ConferenceStatusCallback"], form["ConferenceStatusCallbackMethod"], form.List("ConferenceStatusCallbackEvent"));
        var answer = RestAnswers.Created(Json(network, existing, seat));
        OutboundCalls.Begin(leg, new TakePart(name, seat, callback), form.Seconds("Timeout", TimeSpan.FromSeconds(60), most: 600));
        return answer;
    }

    private static void Update(PhoneConference conference, Participant seat, RestForm form)
    {
        if (form.Flag("EndConferenceOnExit") is { } ends)
            seat.EndsOnExit = ends;
        if (form.Flag("Coaching") is { } coaches)
        {
            seat.Coaches = coaches ? form["CallSidToCoach"] : null;
            conference.Tell("participant-modify", seat);
        }

        if (form.Flag("Muted") is { } muted && muted != seat.IsMuted)
        {
            seat.IsMuted = muted;
            conference.Tell(muted ? "participant-mute" : "participant-unmute", seat);
        }

        if (form.Flag("Hold") is { } hold && (hold != seat.IsOnHold || form["HoldUrl"] is not null))
        {
            seat.HoldMusic = hold && form["HoldUrl"] is { Length: > 0 } music ? new(music, form["HoldMethod"] ?? "POST") : null;
            seat.IsOnHold = hold;
            seat.Leg.Hear(Heard.Line, hold ? "on hold" : "off hold");
            conference.Tell(hold ? "participant-hold" : "participant-unhold", seat);
            seat.Turn();
        }

        if (form["AnnounceUrl"] is { Length: > 0 } url)
            ConferenceEndpoints.Announce(seat, url, form["AnnounceMethod"]);
    }

    private static (PhoneConference, Participant)? Find(PhoneNetwork network, string conference, string call) =>
        network.Conferences.WithSid(conference) is { } found && found.Seats.FirstOrDefault(seat => seat.Leg.Sid == call || seat.Label == call) is { } one ? (found, one) : null;

    private static JsonObject Json(PhoneNetwork network, PhoneConference? conference, Participant seat) => new()
    {
        ["call_sid"] = seat.Leg.Sid,
        ["conference_sid"] = conference?.Sid,
        ["account_sid"] = network.Settings.AccountSid,
        ["label"] = seat.Label,
        ["muted"] = seat.IsMuted,
        ["hold"] = seat.IsOnHold,
        ["coaching"] = seat.Coaches is not null,
        ["call_sid_to_coach"] = seat.Coaches,
        ["start_conference_on_enter"] = seat.StartsOnEnter,
        ["end_conference_on_exit"] = seat.EndsOnExit,
        ["status"] = conference is null || !conference.Seats.Contains(seat) ? "queued" : "connected",
        ["queue_time"] = "0",
        ["date_created"] = Parameters.Date(seat.Leg.StartedAt),
        ["date_updated"] = Parameters.Date(seat.Leg.StartedAt),
        ["uri"] = $"/2010-04-01/Accounts/{network.Settings.AccountSid}/Conferences/{conference?.Sid}/Participants/{seat.Leg.Sid}.json",
    };

    private static bool Fits(HttpRequest request, string name, bool value) =>
        request.Query[name].ToString() is not { Length: > 0 } wanted || wanted.Equals(Parameters.Flag(value), StringComparison.OrdinalIgnoreCase);
}
