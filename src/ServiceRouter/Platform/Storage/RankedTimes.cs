using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// The time from one column to another, ranked by the database over every row: they are too many to be read. PostgreSQL has a word for it, which takes a sixth of the time of ranking
/// each row, and SQLite has none.
/// </summary>
internal static class RankedTimes
{
    /// <summary>Nearest-rank percentiles: each is a time that some row really has.</summary>
    /// <typeparam name="TRow">Has <c>Split</c> (place in <paramref name="splits"/>), the columns, <c>Answers</c> (rows), <c>Half</c> and <c>NineInTen</c> (seconds).</typeparam>
    /// <param name="db">The database.</param>
    /// <param name="rows">A table and its condition, or a selection with a name, in words of both databases, with <c>{0}</c> and <c>{1}</c> for the two times.</param>
    /// <param name="begin">Column of the beginning.</param>
    /// <param name="end">Column of the end.</param>
    /// <param name="columns">What there is to split by.</param>
    /// <param name="splits">By which of them; none: all rows together.</param>
    /// <param name="from">The first time.</param>
    /// <param name="until">The second.</param>
    /// <param name="ct">Stops waiting.</param>
    public static Task<List<TRow>> RankTimesAsync<TRow>(
        this RouterDbContext db, string rows, string begin, string end, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> splits, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var isSqlite = db.Database.IsSqlite();
        var seconds = isSqlite ? $"({end} - {begin}) / {SqliteRouterDbContext.InSecond.ToString(CultureInfo.InvariantCulture)}.0" : $"cast(extract(epoch from {end} - {begin}) as double precision)";
        var sql = $"""
            with times as materialized (select {Listed(columns)}, {seconds} as seconds from {rows})
            {(isSqlite ? RankRows(columns, splits) : RankSplits(columns, splits))}
            """;
        return db.Database.SqlQueryRaw<TRow>(sql, Stored(from), Stored(until)).ToListAsync(ct);

        object Stored(DateTimeOffset at) => isSqlite ? SqliteRouterDbContext.Stored(at) : at;
    }

    private static string RankSplits(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> splits) => All(splits.Select((by, split) => $"""
        select {Number(split)} as split, {Shown(columns, by)}, count(*) as answers, percentile_disc(0.5) within group (order by seconds) as half, percentile_disc(0.9) within group (order by seconds) as nine_in_ten
        from times {(by.Count == 0 ? "having count(*) > 0" : $"group by {Listed(by)}")}
        """));

    private static string RankRows(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> splits)
    {
        var ranked = All(splits.Select((by, split) =>
        {
            var over = by.Count == 0 ? "" : $"partition by {Listed(by)}";
            return $"select {Number(split)} as split, {Shown(columns, by)}, seconds, row_number() over ({over} order by seconds) as place, count(*) over ({over}) as answers from times";
        }));
        return $"""
            select split, {Listed(columns)}, max(answers) as answers, min(seconds) filter (where 2 * place >= answers) as half, min(seconds) filter (where 10 * place >= 9 * answers) as nine_in_ten
            from ({ranked}) as ranked group by split, {Listed(columns)}
            """;
    }

    private static string Shown(IReadOnlyList<string> columns, IReadOnlyList<string> by) => Listed(columns.Select(column => by.Contains(column) ? column : $"cast(null as text) as {column}"));

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words);

    private static string All(IEnumerable<string> selections) => string.Join(" union all ", selections);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
