using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Exercises;

internal sealed class ExerciseMap : IEntityTypeConfiguration<Exercise>
{
    public void Configure(EntityTypeBuilder<Exercise> builder)
    {
        builder.ToTable("exercises");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasIndex(e => e.Slot).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_exercises_running");
        builder.HasIndex(e => e.StartedAt);
    }
}

internal sealed class ExerciseCitizenMap : IEntityTypeConfiguration<ExerciseCitizen>
{
    public void Configure(EntityTypeBuilder<ExerciseCitizen> builder)
    {
        builder.ToTable("exercise_citizens");
        builder.HasKey(c => c.ConversationId);
        builder.HasIndex(c => c.ExerciseId);
    }
}

internal sealed class ExerciseStepMap : IEntityTypeConfiguration<ExerciseStep>
{
    public void Configure(EntityTypeBuilder<ExerciseStep> builder)
    {
        builder.ToTable("exercise_steps");
        builder.HasKey(s => new { s.ExerciseId, s.Number });
    }
}
