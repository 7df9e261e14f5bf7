namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>A request that the database does not have yet, or cannot tell of now.</summary>
/// <param name="Followed">What is known of it here.</param>
/// <param name="Sent">What was sent to it and could not be taken; null when nobody sent anything.</param>
public sealed record NotInRegister(Followed Followed, NotTaken? Sent)
{
    /// <summary>Query that asks for a page which refreshes itself.</summary>
    public const string Refreshing = "suivre";

    /// <summary>Only when asked for: whoever has the receipt spelt out by a program, or is typing, would be thrown back to the beginning (RGAA 13.1).</summary>
    public bool Refreshes { get; init; }

    /// <summary>The database does not answer, for whatever is no message.</summary>
    public const string NotRecorded = "Ce que vous venez d'envoyer n'a pas été enregistré : le service ne répond pas en ce moment. Envoyez-le de nouveau dans quelques instants.";

    public string Title => Followed is Followed.OnItsWay ? "Demande enregistrée, en cours de transmission" : "Demande : le registre ne répond pas";

    /// <summary>A refresh would empty what is kept.</summary>
    public bool MayRefresh => Sent is null;

    public string Receipt => Followed switch
    {
        Followed.OnItsWay way => way.Request.Receipt,
        Followed.CannotLook unseen => unseen.Receipt,
        _ => "",
    };
}
