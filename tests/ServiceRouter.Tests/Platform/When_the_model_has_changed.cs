using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Platform;

public sealed class When_the_model_has_changed
{
    [Fact]
    public void PostgreSQL_has_its_migration() => HasMigration(new PostgresDesign());

    [Fact]
    public void SQLite_has_its_migration() => HasMigration(new SqliteDesign());

    private static void HasMigration<TContext>(IDesignTimeDbContextFactory<TContext> design)
        where TContext : RouterDbContext
    {
        using var db = design.CreateDbContext([]);

        db.Database.GetMigrations().Should().NotBeEmpty();
        db.Database.HasPendingModelChanges().Should().BeFalse($"dotnet ef migrations add NAME --context {typeof(TContext).Name} makes the missing migration");
    }
}
