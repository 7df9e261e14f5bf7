using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Platform.Inbox;

internal sealed class InboxMap : IEntityTypeConfiguration<InboxEntry>
{
    public void Configure(EntityTypeBuilder<InboxEntry> builder)
    {
        builder.ToTable("inbox");
        builder.HasKey(e => new { e.MessageId, e.Consumer });
        builder.HasIndex(e => e.At);
    }
}
