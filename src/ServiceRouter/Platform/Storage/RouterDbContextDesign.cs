using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ServiceRouter.Platform.Storage;

/// <summary>For <c>dotnet ef migrations add</c> only: the model, without a server.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresRouterDbContext>
{
    public PostgresRouterDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresRouterDbContext>();
        StorageModule.UsePostgres(options, "Host=localhost;Database=design");
        return new PostgresRouterDbContext(options.Options);
    }
}

internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteRouterDbContext>
{
    public SqliteRouterDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteRouterDbContext>();
        StorageModule.UseSqlite(options, Path.GetTempPath());
        return new SqliteRouterDbContext(options.Options);
    }
}
