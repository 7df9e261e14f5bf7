using System.Globalization;
using System.Text.Json.Serialization;
using ServiceRouter.Conversations;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>A message as the citizen sees it, on the page and in the live stream alike.</summary>
/// <param name="Number">Place in the conversation, and event id.</param>
/// <param name="Kind">citizen, assistant, counsellor or service.</param>
/// <param name="Who">Who speaks, in words.</param>
/// <param name="At">ISO 8601, for machines.</param>
/// <param name="When">For people.</param>
/// <param name="Text">The words, or that they were erased.</param>
/// <param name="Automatic">No person wrote it (AI Act art. 50).</param>
/// <param name="Choices">Buttons; they count only under the newest message.</param>
/// <param name="Source">Where the answer comes from.</param>
/// <param name="Numbers">Numbers for emergencies, to call or to write to.</param>
public sealed record ShownActivity(
    int Number, string Kind, string Who, string At, string When, string Text, bool Automatic,
    IReadOnlyList<ActivityChoice> Choices, ShownSource? Source, IReadOnlyList<ShownNumber> Numbers)
{
    /// <summary>The citizen's own words.</summary>
    [JsonIgnore]
    public bool IsOwn => Kind == "citizen";

    /// <summary>Only that there were words is left, and the page says so in its own language.</summary>
    public bool Erased { get; init; }

    internal static ShownActivity Of(ActivityView activity) => new(
        activity.Number,
        activity.Author.ToString().ToLowerInvariant(),
        activity.Author switch
        {
            Author.Citizen => "Vous",
            Author.Assistant => "Assistant automatique",
            Author.Counsellor => activity.AuthorName is { } name ? $"{name}, France services" : "Conseiller France services",
            _ => "Suivi de votre demande",
        },
        activity.At.ToString("O", CultureInfo.InvariantCulture),
        FrenchTime.Short(activity.At),
        WordsOf(activity),
        activity.Automatic,
        activity.Details?.Choices ?? [],
        activity.Details?.Source is { } source ? ShownSource.Of(source) : null,
        [.. (activity.Details?.Numbers ?? []).Select(ShownNumber.Of)]) { Erased = activity.Text is null };

    // What people wrote stays as they wrote it.
    private static string WordsOf(ActivityView activity) => activity switch
    {
        { Text: null } => FrenchSpaces.Keep("Message effacé : il n'est plus conservé."),
        { Author: Author.Assistant or Author.Service } => FrenchSpaces.Keep(activity.Text),
        _ => activity.Text,
    };
}

/// <summary>A number for an emergency.</summary>
/// <param name="Href">What the device does with it: most are called, and one is only for text messages.</param>
public sealed record ShownNumber(string Value, string Label, string Href)
{
    internal static ShownNumber Of(ActivityChoice number) => new(number.Value, number.Label, $"{(number.Value == DistressAdvice.ForTextMessages ? "sms" : "tel")}:{number.Value.Replace(" ", "")}");
}

/// <summary>The source of an answer, with its date in words.</summary>
public sealed record ShownSource(string Title, string Url, string Host, string ReadOn)
{
    internal static ShownSource Of(ActivitySource source) => new(
        source.Title, source.Url, Uri.TryCreate(source.Url, UriKind.Absolute, out var url) ? url.Host : source.Url, FrenchDates.Date(source.ReadOn));
}
