using System.Collections.Concurrent;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Messages;

/// <summary>Short messages of persons to the service, and of the service to persons.</summary>
public sealed class TextMessages
{
    private readonly PhoneNetwork network;
    private readonly ConcurrentDictionary<string, TextMessage> bySid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Growing<TextMessage>> inboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> readUpTo = new(StringComparer.Ordinal);
    private readonly OptOuts optOuts = new();

    internal TextMessages(PhoneNetwork network) => this.network = network;

    /// <summary>All messages of both ways, oldest first.</summary>
    public IReadOnlyList<TextMessage> All => [.. bySid.Values.OrderBy(message => message.At)];

    public TextMessage? Find(string sid) => bySid.GetValueOrDefault(sid);

    /// <summary>A person writes to a number of the service; completes when the service has answered and its answers have gone out.</summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> has no SMS URL.</exception>
    public Task WritesAsync(string from, string to, string body) => WritesAsync(from, to, body, media: 0);

    /// <summary>The same with pictures or other files, which are not there: only their number is told.</summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> has no SMS URL.</exception>
    public async Task WritesAsync(string from, string to, string body, int media)
    {
        if (network.Book.Service(to) is not { SmsUrl: { } url } number)
            throw new ArgumentException($"{to} is no number of the service with an SMS URL", nameof(to));
        var message = Keep(new(from, to, body, isInbound: true, network.Time.GetUtcNow()) { Media = media });
        network.Activity.Enter();
        try
        {
            if (optOuts.Take(from, to, body) is { } confirmation)
                Deliver(Keep(new(to, from, confirmation, isInbound: false, network.Time.GetUtcNow())), null, "POST");
            foreach (var answer in await InboundText.AnswersAsync(network, message, number, url))
                if (!optOuts.Has(answer.To, answer.From))
                    Deliver(Keep(answer), null, "POST");
        }
        finally
        {
            network.Activity.Leave();
        }
    }

    /// <summary>Messages that arrived at a person's phone.</summary>
    public IReadOnlyList<TextMessage> At(string number) => Inbox(number).Items;

    /// <summary>Messages at a person's phone, those that are there and those that come.</summary>
    public IAsyncEnumerable<TextMessage> ReadAsync(string number, CancellationToken cancel) => Inbox(number).ReadAsync(0, cancel);

    /// <summary>Waits for a message with these words at a person's phone, after the one that was found last.</summary>
    /// <exception cref="NotHeardException">None came in time.</exception>
    public async Task<TextMessage> ReceivesAsync(string number, string words)
    {
        using var patience = new CancellationTokenSource(network.Settings.Patience);
        var at = readUpTo.GetValueOrDefault(number);
        try
        {
            await foreach (var message in Inbox(number).ReadAsync(at, patience.Token))
            {
                at++;
                if (!message.Body.Contains(words, StringComparison.OrdinalIgnoreCase))
                    continue;
                readUpTo[number] = at;
                return message;
            }
        }
        catch (OperationCanceledException)
        {
            // Said below, with what came instead.
        }

        throw new NotHeardException($"no message with « {words} » came to {number}; there are:\n{string.Join('\n', At(number))}");
    }

    /// <summary>Sends a message of the service.</summary>
    /// <returns>Nothing when the person does not want any: 21610.</returns>
    internal TextMessage? Send(string from, string to, string body, string? statusCallback, string method)
    {
        if (optOuts.Has(to, from))
            return null;
        var message = Keep(new(from, to, body, isInbound: false, network.Time.GetUtcNow()));
        Deliver(message, statusCallback, method);
        return message;
    }

    private void Deliver(TextMessage message, string? statusCallback, string method)
    {
        // The status words go out in their order; what is told is not what steers.
        Tell("queued");
        Become("sent");
        if (network.Book.Plan(message.To) is { GetsTexts: true, Answer: not PhoneAnswer.Unreachable })
        {
            Become("delivered");
            Inbox(message.To).Add(message);
        }
        else
        {
            message.ErrorCode = 30003;
            Become("undelivered");
        }

        void Become(string status)
        {
            message.Status = status;
            Tell(status);
        }

        void Tell(string status)
        {
            if (!string.IsNullOrEmpty(statusCallback))
                network.Callbacks.Send(message, new(statusCallback, method, StatusParameters(message, status), IsVoice: false), message.Sid);
        }
    }

    private List<KeyValuePair<string, string>> StatusParameters(TextMessage message, string status)
    {
        List<KeyValuePair<string, string>> all =
        [
            new("MessageSid", message.Sid), new("SmsSid", message.Sid), new("AccountSid", network.Settings.AccountSid), new("From", message.From), new("To", message.To),
            new("MessageStatus", status), new("SmsStatus", status), new("ApiVersion", "2010-04-01"),
        ];
        if (status == "undelivered")
            all.Add(new("ErrorCode", Parameters.Number(30003)));
        return all;
    }

    private TextMessage Keep(TextMessage message) => bySid[message.Sid] = message;

    private Growing<TextMessage> Inbox(string number) => inboxes.GetOrAdd(number, _ => new());
}
