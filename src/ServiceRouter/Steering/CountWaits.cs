using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>
/// Waits for the first human word, ranked by the database over everybody who was answered. Never over the latest alone: whoever asked just now and is answered already was answered
/// quickly, and whoever agreed to be called back next week would be in no figure.
/// </summary>
internal static class CountWaits
{
    /// <summary><see cref="SealedTerritory.AskedIn"/>, of rows outside of exercises.</summary>
    private const string AskedIn = $"case when asked_territory = '{SealedTerritory.Code}' then territory else asked_territory end";

    private static readonly string[] Columns = ["channel", "territory", "language"];

    /// <summary>All together, and by each split alone.</summary>
    /// <param name="db">The database, in a snapshot.</param>
    /// <param name="from">Only those asked since then.</param>
    /// <param name="until">And before then.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<CountedWaits> RunAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var rows = await RankAsync(db, from, until, [[], ["channel"], ["territory"], ["language"]], ct);
        return new CountedWaits(
            rows.Where(r => r.Split == 0).Select(r => Part(null, r)).SingleOrDefault() ?? PartWaits.None,
            [.. rows.Where(r => r.Split == 1).Select(r => Part(r.Channel, r))], [.. rows.Where(r => r.Split == 2).Select(r => Part(r.Territory, r))],
            [.. rows.Where(r => r.Split == 3).Select(r => Part(r.Language, r))]);

        static PartWaits Part(string? code, Ranked row) => new(code, row.Answers, row.Seconds());
    }

    /// <summary>By territory, channel and language at once.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<List<(string? Territory, string Channel, string Language, WaitSeconds Seconds)>> ByGroupAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        (await RankAsync(db, from, until, [Columns], ct)).ConvertAll(r => (r.Territory, r.Channel!, r.Language!, r.Seconds()));

    /// <summary>Of a stretch of ix_handoffs_asked: it is read once, and sorted once for each split.</summary>
    private static Task<List<Ranked>> RankAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<string[]> splits, CancellationToken ct) => db.RankTimesAsync<Ranked>(
        $"(select {AskedIn} as territory, channel, language, asked_at, first_human_word_at from handoffs where asked_at >= {{0}} and asked_at < {{1}} and first_human_word_at is not null and (territory is null or territory <> '{SealedTerritory.Code}')) as answered",
        "asked_at", "first_human_word_at",
        Columns, splits, from, until, ct);

    /// <summary>A part as the database ranks it.</summary>
    private sealed record Ranked(int Split, string? Channel, string? Territory, string? Language, long Answers, double Half, double NineInTen)
    {
        // A property would be looked for among the columns.
        public WaitSeconds Seconds() => new(Math.Round(Half, 1), Math.Round(NineInTen, 1));
    }
}
