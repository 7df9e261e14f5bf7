using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Conversations;

internal sealed class ConversationMap : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.KeyHash).HasMaxLength(64);
        builder.HasIndex(c => c.StartedAt);
    }
}

internal sealed class ActivityMap : IEntityTypeConfiguration<Activity>
{
    public void Configure(EntityTypeBuilder<Activity> builder)
    {
        builder.ToTable("activities");
        builder.HasKey(a => new { a.ConversationId, a.Number });
        builder.Property(a => a.Saying).HasMaxLength(Saying.MaxLength);
        builder.HasIndex(a => new { a.ConversationId, a.ClientId }).IsUnique().HasFilter("client_id IS NOT NULL");
    }
}
