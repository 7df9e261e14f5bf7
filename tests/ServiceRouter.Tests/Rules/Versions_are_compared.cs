using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Rules;

/// <summary>
/// A row with a version is one that two people, two nodes, or a timer may change at the same moment: who read what is no longer so reads again. A map that
/// forgets to compare is no error anywhere; both would win, and what the first did would be overwritten.
/// </summary>
public sealed class Versions_are_compared
{
    private const string Version = "Version";

    [Fact]
    public void On_PostgreSQL() => Compares(new PostgresDesign());

    [Fact]
    public void On_SQLite() => Compares(new SqliteDesign());

    // A record of a change names the version that it made, and of two of the same one is refused.
    private static bool IsWrittenOnce(IEntityType row) => row.GetIndexes().Any(index => index.IsUnique && index.Properties.Any(property => property.Name == Version));

    private static void Compares<TContext>(IDesignTimeDbContextFactory<TContext> design)
        where TContext : RouterDbContext
    {
        using var db = design.CreateDbContext([]);
        var versioned = db.Model.GetEntityTypes().Where(row => row.ClrType.GetProperty(Version)?.PropertyType == typeof(int)).ToList();

        versioned.Select(row => row.ClrType.Name).Should().Contain(["Handoff", "Conversation", "Counsellor", "DeadLetter", "SmsThread", "AttemptText", "PhoneCall", "CounsellorLine", "SecondLine"]);
        string.Join(", ", versioned.Where(row => row.FindProperty(Version)?.IsConcurrencyToken != true && !IsWrittenOnce(row)).Select(row => row.ClrType.Name)).Should().BeEmpty("of two who change such a row at once one must read again");
    }
}
