using Microsoft.EntityFrameworkCore;

namespace ServiceRouter.Platform.Storage;

/// <summary>The production database. Its migrations are under Platform/Storage/Migrations/Postgres.</summary>
public sealed class PostgresRouterDbContext(DbContextOptions<PostgresRouterDbContext> options) : RouterDbContext(options);
