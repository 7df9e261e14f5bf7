using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Rings phones, all at once; the first that answers is joined, the others stop ringing.</summary>
internal static class DialPhones
{
    private const int MostAtOnce = 10;

    public static async Task<DialResult> RunAsync(CallLeg leg, TwimlElement dial, IReadOnlyList<TwimlElement> phones)
    {
        if (phones.Count is 0 or > MostAtOnce)
        {
            leg.Network.Report(leg, 13201, $"<Dial> rings 1 to {MostAtOnce} phones, not {phones.Count}", dial.DocumentUrl ?? "");
            return new(CallStatus.Failed);
        }

        var shown = dial["callerId"] ?? leg.Origin.From;
        if (!MayShow(leg, shown))
        {
            leg.Network.Report(leg, 13214, $"« {shown} » may not be shown: it is neither a number of the account nor of this call", dial.DocumentUrl ?? "");
            return new(CallStatus.Failed);
        }

        var peers = phones.Select(phone => Ring(leg, dial, phone, shown)).ToList();
        try
        {
            return await UntilOverAsync(leg, dial, peers);
        }
        finally
        {
            peers.ForEach(peer => peer.LetGo("the other half is gone"));
        }
    }

    private static DialledPeer Ring(CallLeg leg, TwimlElement dial, TwimlElement phone, string shown)
    {
        var to = phone.Name == "Client" ? $"client:{(phone.Children.FirstOrDefault(child => child.Name == "Identity") ?? phone).Text}" : phone.Text;
        var peer = new DialledPeer(leg, leg.Network.Open(new(shown, to, "outbound-dial", leg)), phone, DialVerb.Timeout(dial));
        leg.Network.Activity.Run(peer.RunAsync);
        return peer;
    }

    private static async Task<DialResult> UntilOverAsync(CallLeg leg, TwimlElement dial, List<DialledPeer> peers)
    {
        var timeLimit = dial.Seconds("timeLimit", TimeSpan.FromSeconds(14400));
        DialledPeer? answered = null;
        long? joinedAt = null;
        while (true)
        {
            var left = joinedAt is { } from ? timeLimit - leg.Network.Time.GetElapsedTime(from) : (TimeSpan?)null;
            var item = await leg.Mailbox.NextAsync(left);
            if (item is null)
                return Over();
            switch (item)
            {
                case PeerAnswered one when answered is null:
                    answered = peers.Find(peer => peer.Leg == one.Peer);
                    foreach (var other in peers.Where(peer => peer != answered))
                        other.LetGo("another phone was quicker");
                    break;
                case PeerReady one when one.Peer == answered?.Leg:
                    joinedAt = leg.Network.Time.GetTimestamp();
                    break;
                case PeerGone one when peers.Find(peer => peer.Leg == one.Peer) is { } gone:
                    gone.IsGone = true;
                    if (gone == answered || peers.TrueForAll(peer => peer.IsGone))
                        return Over();
                    break;
                case KeyPressed { Key: '*' } when joinedAt is not null && dial.Flag("hangupOnStar", false):
                    return Over();
                case KeyPressed or WordsSaid when joinedAt is null:
                    leg.Hear(Heard.Line, "nobody listens");
                    break;
            }
        }

        DialResult Over()
        {
            // Whoever hung up in the whisper has answered, and was not joined: the flag tells the two apart.
            if (answered is { } one)
                return new(CallStatus.Completed, one.Leg.Sid, joinedAt is { } at ? leg.Network.Time.GetElapsedTime(at) : null);
            var worst = peers.OrderBy(peer => Array.IndexOf(Worse, peer.Leg.Status)).First();
            return new(worst.Leg.Status, worst.Leg.Sid);
        }
    }

    private static readonly string[] Worse = [CallStatus.Busy, CallStatus.NoAnswer, CallStatus.Canceled, CallStatus.Failed];

    private static bool MayShow(CallLeg leg, string shown) =>
        shown == leg.Origin.From || shown == leg.Origin.To || leg.Network.Book.Service(shown) is not null || shown.StartsWith("client:", StringComparison.Ordinal);
}
