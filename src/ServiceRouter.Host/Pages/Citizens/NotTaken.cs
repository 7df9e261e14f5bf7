using ServiceRouter.Handoffs;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>What was sent to the page of a request and could not be taken, as it came: it is shown again, to be sent again.</summary>
public abstract record NotTaken
{
    private NotTaken()
    {
    }

    /// <summary>Id of a sending that counts once; null where twice is the same as once.</summary>
    public virtual string? SendId => null;

    /// <summary>Words typed.</summary>
    public sealed record Message(string Text, string? Id) : NotTaken
    {
        /// <inheritdoc/>
        public override string? SendId => Id;
    }

    /// <summary>A button of the newest message.</summary>
    public sealed record Choice(string Value, string? Id) : NotTaken
    {
        /// <inheritdoc/>
        public override string? SendId => Id;
    }

    /// <summary>A postcode.</summary>
    public sealed record Place(string? Postcode) : NotTaken;

    /// <summary>How they want to be spoken with.</summary>
    public sealed record Need(AccessNeed? Wanted) : NotTaken;

    /// <summary>A rating.</summary>
    public sealed record Opinion(int? Note, Solved? Resolu, string? Mots) : NotTaken;

    /// <summary>Null when nothing was written.</summary>
    public static NotTaken? Of(SentForm form) => form switch
    {
        { Choix.Length: > 0 } => new Choice(form.Choix, IdOf(form)),
        { Texte: { } text } when !string.IsNullOrWhiteSpace(text) => new Message(text, IdOf(form)),
        _ => null,
    };

    private static string? IdOf(SentForm form) => string.IsNullOrEmpty(form.Envoi) ? null : form.Envoi;
}
