using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Handoffs;

internal sealed class HandoffMap : IEntityTypeConfiguration<Handoff>
{
    public void Configure(EntityTypeBuilder<Handoff> builder)
    {
        builder.ToTable("handoffs");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Property(h => h.Receipt).HasMaxLength(ReceiptCode.Length);
        builder.Property(h => h.Rank).HasConversion<int>();
        builder.Property(h => h.Territory).HasField("territory");
        builder.Property(h => h.LogHash).HasMaxLength(64);
        builder.Ignore(h => h.IsOpen);
        // Of before a citizen's own moment could be one that gives no place (docs/adr/0109).
        builder.Property(h => h.DateGivesNoPlace).HasColumnName("date_is_ours");
        builder.Ignore(h => h.SpokenLanguage);
        builder.Ignore(h => h.Outcome);
        builder.Ignore(h => h.ToldFor);
        builder.HasIndex(h => h.Receipt).IsUnique();
        // One open handoff per conversation: asking twice finds the first one, also when two asks race.
        builder.HasIndex(h => h.ConversationId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_handoffs_open_conversation");
        builder.HasIndex(h => h.AskedAt).HasFilter("state = 'Waiting'").HasDatabaseName("ix_handoffs_waiting");
        builder.HasIndex(h => h.CounsellorId).HasFilter("ended_at IS NULL").HasDatabaseName("ix_handoffs_counsellor");
        builder.HasIndex(h => h.OfferExpiresAt).HasFilter("state = 'Offered'").HasDatabaseName("ix_handoffs_offered");
        builder.HasIndex(h => h.DueAt).HasFilter("due_at IS NOT NULL").HasDatabaseName("ix_handoffs_due");
        builder.HasIndex(h => h.EndedAt);
        // What a counsellor closed last, shown by each open desk.
        builder.HasIndex(h => new { h.CounsellorId, h.EndedAt }).HasFilter("ended_at IS NOT NULL").HasDatabaseName("ix_handoffs_closed_by");
        // Figures of a period, and whether a conversation ever asked.
        builder.HasIndex([nameof(Handoff.AskedAt)], "ix_handoffs_asked");
        builder.HasIndex([nameof(Handoff.ConversationId)], "ix_handoffs_conversation");
        // The newest waits, from which everybody who waits is told a range, again and again.
        builder.HasIndex(h => h.AcceptedAt).HasFilter("accepted_at IS NOT NULL").HasDatabaseName("ix_handoffs_accepted");
    }
}

internal sealed class HandoffOfferMap : IEntityTypeConfiguration<HandoffOffer>
{
    public void Configure(EntityTypeBuilder<HandoffOffer> builder)
    {
        builder.ToTable("offers");
        builder.HasKey(o => o.Id);
        builder.Property(o => o.Outcome).IsConcurrencyToken();
        builder.Property(o => o.Rung).HasField("rung");
        builder.Property(o => o.Why).HasField("why");
        builder.HasIndex(o => o.HandoffId);
        builder.HasIndex(o => o.MadeAt);
        builder.HasIndex(o => o.CounsellorId).HasFilter("ended_at IS NULL").HasDatabaseName("ix_offers_open_counsellor");
    }
}

internal sealed class HandoffLogEntryMap : IEntityTypeConfiguration<HandoffLogEntry>
{
    private const string Askings = $"move = 'Ask' AND actor <> '{HandoffRecord.Exercise}'";

    public void Configure(EntityTypeBuilder<HandoffLogEntry> builder)
    {
        builder.ToTable("handoff_log");
        builder.HasKey(e => new { e.HandoffId, e.Number });
        builder.Property(e => e.Hash).HasMaxLength(64);
        builder.Property(e => e.PreviousHash).HasMaxLength(64);
        builder.HasIndex(e => e.At);
        // The ledger's other source: one entry per handoff, counted often and read in stretches of time.
        builder.HasIndex([nameof(HandoffLogEntry.At)], "ix_handoff_log_asked_at").HasFilter(Askings);
        // All of them are counted for each reader of the register: without this, a page of the table for nearly each.
        builder.HasIndex([nameof(HandoffLogEntry.HandoffId)], "ix_handoff_log_askings").HasFilter(Askings).HasDatabaseName("ix_handoff_log_askings");
    }
}
