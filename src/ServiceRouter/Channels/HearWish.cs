using ServiceRouter.Dialogue;

namespace ServiceRouter.Channels;

/// <summary>Hears a wish for a human without the database, for the doors that do not need it either (G1, G3).</summary>
public sealed class HearWish
{
    private readonly ISense sense;

    internal HearWish(ISense sense) => this.sense = sense;

    /// <param name="text">What the citizen wrote.</param>
    /// <param name="choice">The button's value.</param>
    /// <returns>True also for somebody in distress: the request is what can be done then.</returns>
    public bool IsForHuman(string? text, string? choice) => Read(text, choice) is { Exit: WishForHuman.Yes } or { Distress: not null };

    /// <summary>A button means what it says; only words have to be understood.</summary>
    internal Sensed Read(string? text, string? choice)
    {
        if (choice == ServiceChoices.Human) return Sensed.Nothing with { Exit = WishForHuman.Yes };
        return !string.IsNullOrEmpty(choice) || string.IsNullOrWhiteSpace(text) ? Sensed.Nothing : sense.Read(text);
    }
}
