using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Rules;

/// <summary>Nodes are upgraded one after the other: the version that still runs meets the new schema, and so does one that is put back.</summary>
public sealed class Migrations_only_add
{
    /// <summary>
    /// What does more than to add, by migration, and what becomes of the version that still runs. Each is a thing to look at before an upgrade from before it:
    /// docs/operations.md sends whoever upgrades here.
    /// </summary>
    private static readonly IReadOnlyDictionary<string, string> More = new Dictionary<string, string>
    {
        ["SteeringAndJobs: SQL, CREATE TABLE"] = "The tables of the job store, new ones: nothing becomes of it.",
        ["LedgerIncidents: drops ix_handoff_log_asked"] = "Its checks of the ledger read the whole event log instead of an index: slow, and right.",
        ["LedgerIncidents: SQL, UPDATE handoffs"] = "Fills a column that it does not know. All rows are held while that lasts: requests come by the other doors.",
        ["Exercises: drops ix_handoff_log_at1"] = "As above, while another index of the same columns is made.",
        ["OneOpenLine: SQL, UPDATE counsellor_lines"] = "A line that it opened twice is over: the one that is talked on stays, the other rings no more.",
        ["OneOpenLine: SQL, UPDATE second_lines"] = "The same for those who join a talk.",
        ["OneOpenLine: makes ix_counsellor_lines_open unique"] = "It may not open a second line for one request any more: that unit of work fails at its end, and is tried again by the loop over rows.",
        ["OneOpenLine: makes ix_second_lines_open unique"] = "The same for those who join a talk.",
    };

    public static TheoryData<Type> All => [.. typeof(RouterDbContext).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Migration)) && type.GetCustomAttributes(typeof(DbContextAttribute), inherit: false).Length > 0)];

    [Theory, MemberData(nameof(All))]
    public void What_the_running_version_reads_and_writes_stays(Type migration)
    {
        var made = Made(migration);

        made.Should().NotContain(operation => operation is DropTableOperation || operation is RenameTableOperation || operation is DropColumnOperation || operation is RenameColumnOperation || operation is AlterColumnOperation);
        made.OfType<AddColumnOperation>().Where(column => !column.IsNullable && column.DefaultValue == null && column.DefaultValueSql == null)
            .Select(column => $"{column.Table}.{column.Name}").Should().BeEmpty("the running version leaves it out of the rows that it writes");
    }

    [Theory, MemberData(nameof(All))]
    public void What_refuses_or_changes_its_rows_or_slows_it_down_is_named_with_what_becomes_of_it(Type migration) =>
        Beyond(Made(migration)).Select(what => $"{migration.Name}: {what}").Except(More.Keys).Should().BeEmpty("the running version goes on beside it: say what becomes of it, or do without");

    [Fact]
    public void Nothing_is_named_that_no_migration_does() =>
        More.Keys.Except(All.SelectMany(row => Beyond(Made(row.Data)).Select(what => $"{row.Data.Name}: {what}"))).Should().BeEmpty();

    private static IReadOnlyList<MigrationOperation> Made(Type migration) => ((Migration)Activator.CreateInstance(migration)!).UpOperations;

    /// <summary>What may refuse a row that the running version writes, change one behind its back, or take away what it finds rows by.</summary>
    private static IEnumerable<string> Beyond(IReadOnlyList<MigrationOperation> made)
    {
        var fresh = made.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet();
        return made.Select(operation => operation switch
        {
            SqlOperation sql => $"SQL, {string.Join(' ', sql.Sql.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2))}",
            DropIndexOperation index => $"drops {index.Name}",
            CreateIndexOperation { IsUnique: true } index when !fresh.Contains(index.Table) => $"makes {index.Name} unique",
            AddUniqueConstraintOperation constraint when !fresh.Contains(constraint.Table) => $"adds {constraint.Name}",
            AddForeignKeyOperation key when !fresh.Contains(key.Table) => $"adds {key.Name}",
            AddCheckConstraintOperation check when !fresh.Contains(check.Table) => $"adds {check.Name}",
            DropPrimaryKeyOperation or DropUniqueConstraintOperation or DropForeignKeyOperation or DropCheckConstraintOperation or DeleteDataOperation or UpdateDataOperation or InsertDataOperation => operation.GetType().Name,
            _ => null,
        }).OfType<string>();
    }
}
