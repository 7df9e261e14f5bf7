namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>A request that the database does not have yet, or cannot tell of now.</summary>
/// <param name="Followed">What is known of it here.</param>
/// <param name="Kept">What was typed and could not be sent.</param>
/// <param name="KeptId">Id of its sending.</param>
public sealed record NotInRegister(Followed Followed, string? Kept, string? KeptId)
{
    public string Title => Followed is Followed.OnItsWay ? "Demande enregistrée, en cours de transmission" : "Demande : le registre ne répond pas";

    /// <summary>A refresh would empty what is kept.</summary>
    public bool MayRefresh => string.IsNullOrEmpty(Kept);

    public string Receipt => Followed switch
    {
        Followed.OnItsWay way => way.Request.Receipt,
        Followed.CannotLook unseen => unseen.Receipt,
        _ => "",
    };
}
