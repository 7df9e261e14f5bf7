using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Desk;

internal sealed class CounsellorMap : IEntityTypeConfiguration<Counsellor>
{
    public void Configure(EntityTypeBuilder<Counsellor> builder)
    {
        builder.ToTable("counsellors");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.ShownName);
    }
}

internal sealed class CounsellorChangeMap : IEntityTypeConfiguration<CounsellorChange>
{
    public void Configure(EntityTypeBuilder<CounsellorChange> builder)
    {
        builder.ToTable("counsellor_changes");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.CounsellorId, c.Version }).IsUnique();
        builder.HasIndex(c => c.At);
    }
}

internal sealed class DeskEventMap : IEntityTypeConfiguration<DeskEvent>
{
    public void Configure(EntityTypeBuilder<DeskEvent> builder)
    {
        builder.ToTable("desk_events");
        builder.HasKey(e => new { e.CounsellorId, e.Number });
        builder.HasIndex(e => e.At);
    }
}

internal sealed class HandoffNoteMap : IEntityTypeConfiguration<HandoffNote>
{
    public void Configure(EntityTypeBuilder<HandoffNote> builder)
    {
        builder.ToTable("notes");
        builder.HasKey(n => n.Id);
        builder.HasIndex(n => n.HandoffId);
    }
}
