using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Conferences;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Takes part in a conference until it, or the part in it, is over.</summary>
internal static class DialConference
{
    public static async Task<DialResult> RunAsync(CallLeg leg, TwimlElement noun)
    {
        if (noun["record"] is { } record && record != "do-not-record")
            RecordVerb.Refuse(leg, $"<Conference record=\"{record}\">", noun.DocumentUrl);
        var seat = new Participant(leg)
        {
            Label = noun["participantLabel"],
            StartsOnEnter = noun.Flag("startConferenceOnEnter", true),
            EndsOnExit = noun.Flag("endConferenceOnExit", false),
            IsMuted = noun.Flag("muted", false),
            Coaches = noun["coach"],
            WaitMusic = noun.AskAt("waitUrl", "waitMethod"),
        };
        var callback = ConferenceCallback.Of(noun["statusCallback"] is { Length: > 0 } url ? noun.Absolute(url) : null, noun["statusCallbackMethod"], noun.Words("statusCallbackEvent"));
        await TakePartAsync(leg, noun.Text, seat, callback);
        return new("answered");
    }

    public static async Task TakePartAsync(CallLeg leg, string name, Participant seat, ConferenceCallback? callback)
    {
        var conference = leg.Network.Conferences.Join(leg.Network, name, seat, callback);
        try
        {
            while (!seat.IsOut)
            {
                try
                {
                    await HearAsync(leg, conference, seat);
                }
                catch (CallInterrupted interrupted) when (interrupted.Interruption is ConferenceTurn)
                {
                }
            }
        }
        finally
        {
            conference.Leave(seat);
        }
    }

    private static async Task HearAsync(CallLeg leg, PhoneConference conference, Participant seat)
    {
        if (seat.Announcement is { } announcement)
        {
            seat.Announcement = null;
            await PlayAsync(leg, announcement);
        }

        var music = seat.IsOnHold ? seat.HoldMusic : conference.HasBegun ? null : seat.WaitMusic;
        if (music is null)
            await leg.RestAsync();
        while (true)
        {
            var start = leg.Network.Time.GetTimestamp();
            await PlayAsync(leg, music!);
            if (leg.Network.Time.GetElapsedTime(start) < TimeSpan.FromSeconds(1))
                await leg.PassAsync(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task PlayAsync(CallLeg leg, Ask music)
    {
        try
        {
            await Interpreter.PlayAsync(leg, music, Interpreter.OnHold);
        }
        catch (WebhookFailure failure)
        {
            leg.Network.Report(leg, failure.Code, failure.Message, failure.Url);
        }
    }
}
