using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Dialogue;

internal sealed class FlowTextMap : IEntityTypeConfiguration<FlowText>
{
    public void Configure(EntityTypeBuilder<FlowText> builder)
    {
        builder.ToTable("flow_texts");
        builder.HasKey(f => new { f.Flow, f.Digest });
    }
}
