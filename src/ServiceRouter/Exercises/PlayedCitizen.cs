using System.Diagnostics;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises;

/// <summary>A citizen of the sealed territory, with a browser without JavaScript. Each act is written down with what the page showed.</summary>
internal sealed class PlayedCitizen(ConversationKey key, ExerciseCitizen ledger, ExerciseBook book, ICitizenWindow home)
{
    private readonly Stopwatch sinceAsking = new();

    public ExerciseCitizen Ledger => ledger;

    private string Name => $"Usager {ledger.Number}";

    /// <summary>Presses « Parler à un conseiller » while these parts are away, and keeps the receipt that the page shows.</summary>
    public async Task AsksAsync(TakenAway away, CancellationToken ct, ICitizenWindow? at = null)
    {
        await book.PressedAsync(ledger, ct);
        sinceAsking.Start();
        var (page, took, door) = await SeesAsync(away, () => (at ?? home).SendAsync(key, "/humain", new Dictionary<string, string>(), ct));
        // Only what this process did can be seen from inside it.
        if (page.Receipt is not null) await book.PromisedAsync(ledger, page.Receipt, at is null ? door : null, took, ct);
        await book.WriteAsync(ledger.Drill, Name, page.Receipt is { } receipt
            ? $"appuie sur « Parler à un conseiller » et reçoit le récépissé {receipt}{DoorWords(at is null ? door : null)}"
            : "appuie sur « Parler à un conseiller » et ne reçoit pas de récépissé", ct, page, took);
    }

    /// <summary>Writes to the assistant.</summary>
    public async Task WritesAsync(string words, TakenAway away, CancellationToken ct)
    {
        var (page, took, _) = await SeesAsync(away, () => home.SendAsync(key, "/chat", new Dictionary<string, string> { ["texte"] = words, ["envoi"] = $"exercice-{MassTransit.NewId.NextGuid():N}" }, ct));
        await book.WriteAsync(ledger.Drill, Name, $"écrit à l'assistant « {words} »", ct, page, took);
    }

    /// <summary>Opens the page of the own request.</summary>
    public async Task<SeenPage?> LooksAsync(string why, TakenAway away, CancellationToken ct, ICitizenWindow? at = null)
    {
        if (ledger.Receipt is null) return null;
        var (page, took, _) = await SeesAsync(away, () => (at ?? home).OpenAsync(key, $"/demande/{ledger.Receipt}", ct));
        await book.WriteAsync(ledger.Drill, Name, $"regarde sa demande {why}", ct, page, took);
        return page;
    }

    /// <summary>A counsellor has seen the request for the first time.</summary>
    public Task SeenAtADeskAsync(CancellationToken ct) =>
        ledger.DeskMilliseconds is null ? book.AtADeskAsync(ledger, sinceAsking.ElapsedMilliseconds, ct) : Task.CompletedTask;

    private static async Task<(SeenPage Page, long Took, string? Door)> SeesAsync(TakenAway away, Func<Task<SeenPage>> act)
    {
        var watch = Stopwatch.StartNew();
        using var scope = ExerciseScope.Open(away);
        var page = await act();
        return (page, watch.ElapsedMilliseconds, scope.DoorOpened);
    }

    private static string DoorWords(string? door) => door switch
    {
        nameof(Door.Database) => ", par la base de données",
        nameof(Door.Broker) => ", par le courtier de messages",
        nameof(Door.Journal) => ", par le journal de ce nœud",
        _ => "",
    };
}
