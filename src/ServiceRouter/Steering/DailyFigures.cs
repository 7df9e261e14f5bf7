using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Steering;

/// <summary>What happened on one day in one territory, channel and language; kept when the words and the conversations are gone.</summary>
public sealed class DailyFigures
{
    /// <summary>Day in mainland France.</summary>
    public DateOnly Day { get; init; }
    /// <summary>Département code, or empty when the citizen did not say.</summary>
    public required string Territory { get; init; }
    public required string Channel { get; init; }
    public required string Language { get; init; }

    /// <summary>Conversations that began.</summary>
    public long Conversations { get; set; }
    public long Asked { get; set; }
    public long Served { get; set; }
    public long Withdrawn { get; set; }
    public long Unreachable { get; set; }
    /// <summary>Handoffs asked on that day that have heard a human word.</summary>
    public long Answered { get; set; }
    /// <summary>Their wait, in seconds.</summary>
    public double? WaitP50 { get; set; }
    public double? WaitP90 { get; set; }
    public long Ratings { get; set; }
    /// <summary>Sum of the scores, 1 to 5 each.</summary>
    public long ScoreSum { get; set; }
    /// <summary>Ratings that say the problem was solved.</summary>
    public long Solved { get; set; }
}

internal sealed class DailyFiguresMap : IEntityTypeConfiguration<DailyFigures>
{
    public void Configure(EntityTypeBuilder<DailyFigures> builder)
    {
        builder.ToTable("daily_figures");
        builder.HasKey(f => new { f.Day, f.Territory, f.Channel, f.Language });
    }
}
