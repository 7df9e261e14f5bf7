using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>A phone that a Dial rings: rings, answers, hears the whisper, is joined, and ends with the call that rang it.</summary>
internal sealed class DialledPeer
{
    private readonly CallLeg parent;
    private readonly TwimlElement noun;
    private readonly TimeSpan timeout;

    /// <summary>Moved away by REST: it lives its own life and does not end with the call that rang it.</summary>
    private bool isFree;

    public DialledPeer(CallLeg parent, CallLeg leg, TwimlElement noun, TimeSpan timeout)
    {
        (this.parent, Leg, this.noun, this.timeout) = (parent, leg, noun, timeout);
        leg.Subscription = StatusSubscription.Of(noun["statusCallback"] is { Length: > 0 } url ? noun.Absolute(url) : null, noun["statusCallbackMethod"], noun.Words("statusCallbackEvent"));
    }

    public CallLeg Leg { get; }

    public bool IsGone { get; set; }

    public void LetGo(string why)
    {
        if (!IsGone)
            Leg.Mailbox.Interrupt(new LineOver(why) { Stale = () => isFree });
    }

    public async Task RunAsync()
    {
        Step next;
        try
        {
            next = await TogetherAsync();
        }
        catch (CallInterrupted interrupted) when (interrupted.Interruption is Moved moved)
        {
            isFree = true;
            next = moved.Next;
        }
        catch (CallInterrupted)
        {
            next = new HangUp();
        }

        if (next is HangUp)
        {
            await LegFlow.RunAsync(Leg, next);
            parent.Mailbox.Post(new PeerGone(Leg));
        }
        else
        {
            parent.Mailbox.Post(new PeerGone(Leg));
            await LegFlow.RunAsync(Leg, next);
        }
    }

    private async Task<Step> TogetherAsync()
    {
        var status = await Ringing.RingAsync(Leg, timeout);
        if (status != CallStatus.InProgress)
            return new HangUp(status);
        parent.Mailbox.Post(new PeerAnswered(Leg));
        if (noun["sendDigits"] is { Length: > 0 } digits)
            Leg.Hear(Heard.Person, $"[{digits}]");
        if (noun.AskAt("url", "method") is { } whisper && !await WhisperAsync(whisper))
            return new HangUp();
        var bridge = Bridging.Join(parent, Leg);
        parent.Mailbox.Post(new PeerReady(Leg));
        try
        {
            await Leg.RestAsync();
        }
        finally
        {
            Bridging.Part(bridge);
        }

        return new HangUp();
    }

    /// <returns>Whether the two may be joined.</returns>
    private async Task<bool> WhisperAsync(Ask whisper)
    {
        try
        {
            return await Interpreter.PlayAsync(Leg, whisper, Interpreter.InWhisper) is not HangUp;
        }
        catch (WebhookFailure failure)
        {
            Leg.Network.Report(Leg, failure.Code, failure.Message, failure.Url);
            return false;
        }
    }
}
