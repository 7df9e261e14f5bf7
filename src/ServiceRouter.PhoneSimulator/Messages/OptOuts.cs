using System.Collections.Concurrent;

namespace ServiceRouter.PhoneSimulator.Messages;

/// <summary>Who does not want messages from which sender. Default words of the provider: English only.</summary>
internal sealed class OptOuts
{
    private static readonly string[] Out = ["STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"];
    private static readonly string[] In = ["START", "UNSTOP", "YES"];
    private static readonly string[] Help = ["HELP", "INFO"];

    private readonly ConcurrentDictionary<(string Person, string Sender), byte> all = new();

    public bool Has(string person, string sender) => all.ContainsKey((person, sender));

    /// <returns>What the provider answers by itself; nothing for any other text.</returns>
    public string? Take(string person, string sender, string body)
    {
        var word = body.Trim().ToUpperInvariant();
        if (Out.Contains(word))
            return all.TryAdd((person, sender), 0) ? "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe." : null;
        if (In.Contains(word))
            return all.TryRemove((person, sender), out _) ? "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe." : null;
        return Help.Contains(word) && !Has(person, sender) ? "Reply STOP to unsubscribe. Msg&Data Rates May Apply." : null;
    }
}
