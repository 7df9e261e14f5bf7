using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering;

/// <summary>What a count needs of a request, with the territory in which it was asked (<see cref="SealedTerritory.AskedIn"/>, in words of the database): a place that is published must not change with a postcode or a transfer that comes later (docs/adr/0118).</summary>
internal sealed record CountedHandoff
{
    public required Guid Id { get; init; }

    public required string? Territory { get; init; }

    public required string Channel { get; init; }

    public required string Language { get; init; }

    public required HandoffState State { get; init; }

    public required DateTimeOffset? FirstHumanWordAt { get; init; }
}

internal static class CountedWhereAsked
{
    /// <summary>Of requests outside of exercises.</summary>
    public static IQueryable<CountedHandoff> WhereAsked(this IQueryable<Handoff> handoffs) => handoffs.Select(h => new CountedHandoff
    {
        Id = h.Id, Territory = h.AskedTerritory == SealedTerritory.Code ? h.Territory : h.AskedTerritory, Channel = h.Channel, Language = h.Language, State = h.State, FirstHumanWordAt = h.FirstHumanWordAt,
    });
}
