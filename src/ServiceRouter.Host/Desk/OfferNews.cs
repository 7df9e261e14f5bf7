using ServiceRouter.Desk;

namespace ServiceRouter.Host.Desk;

/// <summary>What is said of an offer that has just come. The keys take the oldest one on the desk, which need not be the one that came.</summary>
/// <param name="OfferId">The one that came.</param>
/// <param name="Words">What is said.</param>
internal sealed record OfferNews(Guid OfferId, string Words)
{
    /// <param name="known">What stood on the desk.</param>
    /// <param name="offers">What stands there now, oldest first.</param>
    /// <param name="said">What was said last.</param>
    /// <param name="name">An offer in words.</param>
    /// <returns>What was said last as long as it is so, null when there is nothing to say.</returns>
    public static OfferNews? Of(IReadOnlyList<DeskOffer> known, IReadOnlyList<DeskOffer> offers, OfferNews? said, Func<DeskOffer, string> name)
    {
        if (offers.LastOrDefault(offer => known.All(k => k.Id != offer.Id)) is not { } newest) return known.All(k => offers.Any(offer => offer.Id == k.Id)) ? said : null;
        return new OfferNews(newest.Id, offers.Count == 1
            ? $"Nouvelle demande : {name(newest)}. Alt + A pour accepter."
            : $"Nouvelle demande, {offers.Count} propositions : {name(newest)}. Alt + A accepte la plus ancienne : {name(offers[0])}.");
    }
}
