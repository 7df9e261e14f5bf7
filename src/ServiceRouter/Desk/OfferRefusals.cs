using ServiceRouter.Platform;

namespace ServiceRouter.Desk;

internal static class OfferRefusals
{
    public static Refusal Unknown { get; } = new(404, "offer-unknown", "Cette proposition n'existe pas, ou elle ne vous est pas destinée.");

    public static Refusal Over { get; } = new(409, "offer-over", "Cette proposition est terminée : la demande a été reprise ou proposée à un collègue.");
}
