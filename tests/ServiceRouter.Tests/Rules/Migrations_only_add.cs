using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Rules;

/// <summary>Nodes are upgraded one after the other: the version that still runs meets the new schema, and so does one that is put back.</summary>
public sealed class Migrations_only_add
{
    public static TheoryData<Type> All => [.. typeof(RouterDbContext).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Migration)) && type.GetCustomAttributes(typeof(DbContextAttribute), inherit: false).Length > 0)];

    [Theory, MemberData(nameof(All))]
    public void What_the_running_version_reads_and_writes_stays(Type migration)
    {
        var made = ((Migration)Activator.CreateInstance(migration)!).UpOperations;

        made.Should().NotContain(operation => operation is DropTableOperation || operation is RenameTableOperation || operation is DropColumnOperation || operation is RenameColumnOperation || operation is AlterColumnOperation);
        made.OfType<AddColumnOperation>().Where(column => !column.IsNullable && column.DefaultValue == null && column.DefaultValueSql == null)
            .Select(column => $"{column.Table}.{column.Name}").Should().BeEmpty("the running version leaves it out of the rows that it writes");
    }
}
