using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>The latest comparison of how long, how often and how well people are answered. One row: what lasts is in <see cref="AccessAlarm"/>.</summary>
public sealed class AccessCheck
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>Requests compared: asked in <see cref="EqualAccessRule.Window"/> and within the service's hours.</summary>
    public int Requests { get; init; }
    /// <summary>As JSON of <see cref="AccessComparison"/>.</summary>
    public string Comparisons { get; init; } = "[]";

    /// <summary>One round may be missed; whoever reads of equal access is told when four are, since a comparison that has stopped finds nothing.</summary>
    /// <param name="last">When it was compared last; null when it never was.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="interval">How often it is compared.</param>
    public static bool IsLate(DateTimeOffset? last, DateTimeOffset now, TimeSpan interval) => last is not { } at || now - at > 4 * interval;

    public IReadOnlyList<AccessComparison> ReadComparisons() => JsonSerializer.Deserialize<List<AccessComparison>>(Comparisons, JsonSerializerOptions.Web) ?? [];
}

internal sealed class AccessCheckMap : IEntityTypeConfiguration<AccessCheck>
{
    public void Configure(EntityTypeBuilder<AccessCheck> builder)
    {
        builder.ToTable("access_checks");
        builder.HasKey(c => c.Id);
    }
}
