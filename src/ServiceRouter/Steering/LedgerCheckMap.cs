using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceRouter.Steering;

internal sealed class LedgerCheckMap : IEntityTypeConfiguration<LedgerCheck>
{
    public void Configure(EntityTypeBuilder<LedgerCheck> builder)
    {
        builder.ToTable("ledger_checks");
        builder.HasKey(c => c.Id);
        builder.Ignore(c => c.Gap);
        builder.Ignore(c => c.IsIncident);
        builder.HasIndex(c => c.At);
    }
}
