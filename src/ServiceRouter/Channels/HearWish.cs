using ServiceRouter.Dialogue;

namespace ServiceRouter.Channels;

/// <summary>What somebody who wants a person said beside that, as far as a door can carry it.</summary>
public sealed record Wish
{
    internal Wish(Sensed heard) => (Distress, RefusesAssistant, Agrees) = (heard.Distress, heard.RefusesAssistant, heard.Agrees && heard.Distress is null);

    /// <summary>Danger was heard: what is said at once, and the highest rank.</summary>
    internal DistressWords? Distress { get; }

    /// <summary>"Pas de robot".</summary>
    public bool RefusesAssistant { get; }

    /// <summary>"Merci à votre conseiller, à vendredi": where a date is promised it asks for nobody (docs/adr/0054). Never beside danger.</summary>
    public bool Agrees { get; }
}

/// <summary>Hears a wish for a human without the database, for the doors that do not need it either (G1, G3).</summary>
public sealed class HearWish
{
    private readonly ISense sense;

    internal HearWish(ISense sense) => this.sense = sense;

    /// <param name="text">What the citizen wrote.</param>
    /// <param name="choice">The button's value.</param>
    /// <returns>Also for somebody in distress: the request is what can be done then. Null when no person is wished for.</returns>
    public Wish? ForHuman(string? text, string? choice) => Read(text, choice) is { } heard && (heard.Exit == WishForHuman.Yes || heard.Distress is not null) ? new Wish(heard) : null;

    /// <summary>A button means what it says; only words have to be understood.</summary>
    internal Sensed Read(string? text, string? choice)
    {
        if (choice == ServiceChoices.Human) return Sensed.Nothing with { Exit = WishForHuman.Yes };
        return !string.IsNullOrEmpty(choice) || string.IsNullOrWhiteSpace(text) ? Sensed.Nothing : sense.Read(text);
    }
}
