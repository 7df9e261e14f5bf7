using System.Security.Cryptography;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>A conversation on a page: messages, status, and the form to answer.</summary>
public sealed record Board
{
    /// <summary>Where the forms post.</summary>
    public required string Action { get; init; }

    /// <summary>Where live messages come from.</summary>
    public required string Live { get; init; }

    public IReadOnlyList<ShownActivity> Activities { get; init; } = [];

    /// <summary>Of one request: words that stood in the field where a human was asked for go on in this one.</summary>
    public bool TakesDraft { get; init; }

    /// <summary>Null when no human was asked for.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>The language of what is said here, where it is not that of the page: a call in English has its request on a page in French.</summary>
    public string? Language { get; init; }

    /// <summary>What was typed and could not be sent.</summary>
    public string? Draft { get; init; }

    /// <summary>Why it could not be sent.</summary>
    public string? Problem { get; init; }

    /// <summary>The messages cannot be shown: the database does not answer.</summary>
    public bool Away { get; init; }

    /// <summary>Id of what is written next; that of the draft when there is one, so that it counts once.</summary>
    public string SendId { get; init; } = NewSendId();

    public bool CanWrite { get; init; } = true;

    /// <summary>Tells the conversation that is shown from another, and nothing else of it; null where none is shown.</summary>
    public string? Mark { get; init; }

    /// <summary>See <see cref="Mark"/>.</summary>
    public static string MarkOf(Guid conversationId) => Convert.ToHexStringLower(SHA256.HashData(conversationId.ToByteArray()).AsSpan(0, 8));

    /// <summary>Where a page is shown after a message was sent: at the first answer, or at the end while nobody has answered.</summary>
    public const string ReplyPlace = "#reponse";

    /// <summary>Number of the first answer to what the citizen said last: where reading goes on. Null when nobody has answered yet.</summary>
    public int? Reply
    {
        get
        {
            var own = -1;
            for (var i = 0; i < Activities.Count; i++)
                if (Activities[i].IsOwn) own = i;
            return own >= 0 && own + 1 < Activities.Count ? Activities[own + 1].Number : null;
        }
    }

    public int Last => Activities.Count == 0 ? 0 : Activities[^1].Number;

    /// <summary>A new id for the next message: sent twice, it counts once.</summary>
    public static string NewSendId() => MassTransit.NewId.NextGuid().ToString("N");
}
