using System.Collections.Concurrent;
using System.Diagnostics;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Exercises;

/// <summary>A citizen of the sealed territory, with a browser without JavaScript. Each act is written down with what the page showed.</summary>
/// <param name="key">Of the conversation.</param>
/// <param name="ledger">What this citizen was promised.</param>
/// <param name="book">The course of the exercise.</param>
/// <param name="home">The pages of this process.</param>
/// <param name="fail">Hears of a page that a citizen must not see.</param>
/// <param name="exercise">Ends with the whole exercise: a reading breaks off in its middle, a press comes to its end first.</param>
internal sealed class PlayedCitizen(ConversationKey key, ExerciseCitizen ledger, ExerciseBook book, ICitizenWindow home, Func<string, CancellationToken, Task> fail, CancellationToken exercise)
{
    // As long as a process that ends has for its last words.
    private static readonly TimeSpan LongestLastPress = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceAsking = new();
    private readonly ConcurrentQueue<ExerciseScope> scopes = new();

    public ExerciseCitizen Ledger => ledger;

    /// <summary>How often what was taken away was asked for on this citizen's behalf.</summary>
    public int Refused => scopes.Sum(scope => scope.Refused);

    private string Name => $"Usager {ledger.Number}";

    /// <summary>Presses « Parler à un conseiller » while these parts are away, and keeps the receipt that the page shows.</summary>
    /// <param name="away">Parts of this process.</param>
    /// <param name="ct">Nothing is begun any more; what was begun comes to its end, here and in all other acts.</param>
    /// <param name="at">Pages of another node; null: of this process.</param>
    /// <param name="isInTheDark">That node does not see the database.</param>
    public async Task AsksAsync(TakenAway away, CancellationToken ct, ICitizenWindow? at = null, bool isInTheDark = false)
    {
        ct.ThrowIfCancellationRequested();
        // Who has pressed has asked, whoever ends the exercise meanwhile: cut here, its account would accuse the service of the receipt that nobody looked at (docs/adr/0125).
        using var press = new CancellationTokenSource();
        await using var ending = exercise.UnsafeRegister(static begun => ((CancellationTokenSource)begun!).CancelAfter(LongestLastPress), press);
        await book.PressedAsync(ledger, press.Token);
        sinceAsking.Start();
        var (page, took, door) = await SeesAsync(away, () => (at ?? home).SendAsync(key, "/humain", new Dictionary<string, string>(), press.Token));
        // Only what this process did can be seen from inside it.
        if (page.Receipt is not null) await book.PromisedAsync(ledger, page.Receipt, at is null ? door : null, took, press.Token);
        await book.WriteAsync(ledger.Drill, Name, page.Receipt is { } receipt
            ? $"appuie sur « Parler à un conseiller » et reçoit le récépissé {receipt}{DoorWords(at is null ? door : null)}"
            : "appuie sur « Parler à un conseiller » et ne reçoit pas de récépissé", press.Token, page, took);
        await JudgeAsync(page, away, isInTheDark);
    }

    /// <summary>Writes to the assistant.</summary>
    public async Task WritesAsync(string words, TakenAway away, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (page, took, _) = await SeesAsync(away, () => home.SendAsync(key, "/chat", new Dictionary<string, string> { ["texte"] = words, ["envoi"] = $"exercice-{MassTransit.NewId.NextGuid():N}" }, exercise));
        await book.WriteAsync(ledger.Drill, Name, $"écrit à l'assistant « {words} »", exercise, page, took);
        await JudgeAsync(page, away, isInTheDark: false);
    }

    /// <summary>Opens the page of the own request.</summary>
    public async Task<SeenPage?> LooksAsync(string why, TakenAway away, CancellationToken ct, ICitizenWindow? at = null, bool isInTheDark = false)
    {
        if (ledger.Receipt is null) return null;
        ct.ThrowIfCancellationRequested();
        var (page, took, _) = await SeesAsync(away, () => (at ?? home).OpenAsync(key, $"/demande/{ledger.Receipt}", exercise));
        await book.WriteAsync(ledger.Drill, Name, $"regarde sa demande {why}", exercise, page, took);
        await JudgeAsync(page, away, isInTheDark);
        return page;
    }

    /// <summary>A counsellor has seen the request for the first time.</summary>
    public Task SeenAtADeskAsync(CancellationToken ct) =>
        ledger.DeskMilliseconds is null ? book.AtADeskAsync(ledger, sinceAsking.ElapsedMilliseconds, ct) : Task.CompletedTask;

    /// <summary>No page may fail, but that one which says that the register does not answer while it does not; and whoever holds a receipt is never told that it is unknown (G2).</summary>
    private Task JudgeAsync(SeenPage page, TakenAway away, bool isInTheDark)
    {
        var isTold = page.Status == 503 && (isInTheDark || away.HasFlag(TakenAway.Database));
        return page.Status >= 500 && !isTold ? fail($"l'usager {ledger.Number} a vu une page en erreur ({page.Status}) : {page.Path}", exercise)
            : page.Status == 404 && ledger.Receipt is not null ? fail($"l'usager {ledger.Number} a lu que son récépissé est inconnu", exercise)
            : Task.CompletedTask;
    }

    private async Task<(SeenPage Page, long Took, string? Door)> SeesAsync(TakenAway away, Func<Task<SeenPage>> act)
    {
        var watch = Stopwatch.StartNew();
        using var scope = ExerciseScope.Open(away);
        scopes.Enqueue(scope);
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
