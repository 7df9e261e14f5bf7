using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// Names that units hold at PostgreSQL until they end (<see cref="Work.HoldAsync"/>): by a statement of its own, or by one that goes before the next reading of the same unit in one command. The
/// server executes the first before it takes the second in hand, and at READ COMMITTED each statement sees what was committed when it began: so what is read is as new as after a wait of its own
/// (docs/adr/0115). As one statement it would see what was there before the wait.
/// </summary>
internal static class HeldNames
{
    // Apart from other locks in the same database.
    private const int Ours = 0x5352;

    // Of no query of ours.
    private const string Parameter = "names_that_are_held";

    private static readonly string BeforeReading = FormattableString.Invariant($"select pg_advisory_xact_lock({Ours}, hashtext(name)) from unnest(@{Parameter}) as name;\n");

    /// <summary>In one order for all, so that nobody waits in a circle.</summary>
    public static string[] InOrder(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    /// <summary>Ends when they are held.</summary>
    public static FormattableString Statement(IEnumerable<string> names)
    {
        var inOrder = InOrder(names);
        return $"select pg_advisory_xact_lock({Ours}, hashtext(name)) from unnest({inOrder}) as name";
    }

    /// <summary>Puts the names that the unit of this context is to hold with its next reading before this one.</summary>
    /// <returns>True when there are any: the first result is then theirs, and that of the reading the next.</returns>
    /// <exception cref="InvalidOperationException">Something other than a query came first, which would run before they are held.</exception>
    public static bool PutBefore(DbCommand command, CommandEventData about)
    {
        if (about.Context is not RouterDbContext { HeldWithNextRead: { } names } db) return false;
        if (about.CommandSource != CommandSource.LinqQuery) throw NothingWasRead();
        db.HeldWithNextRead = null;
        command.CommandText = BeforeReading + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter<string[]>(Parameter, names));
        return true;
    }

    /// <summary>For what is no query.</summary>
    /// <exception cref="InvalidOperationException">Names are to be held with a reading that has not come.</exception>
    public static void MustBeHeld(RouterDbContext db)
    {
        if (db.HeldWithNextRead is not null) throw NothingWasRead();
    }

    private static InvalidOperationException NothingWasRead() => new("Names were to be held with the next reading, and something else came before it");
}
