using System.Globalization;
using System.Text.Json.Serialization;
using ServiceRouter.Conversations;
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
/// <param name="Numbers">Telephone numbers for emergencies.</param>
public sealed record ShownActivity(
    int Number, string Kind, string Who, string At, string When, string Text, bool Automatic,
    IReadOnlyList<ActivityChoice> Choices, ShownSource? Source, IReadOnlyList<ActivityChoice> Numbers)
{
    /// <summary>The citizen's own words.</summary>
    [JsonIgnore]
    public bool IsOwn => Kind == "citizen";

    internal static ShownActivity Of(ActivityView activity) => new(
        activity.Number,
        activity.Author.ToString().ToLowerInvariant(),
        activity.Author switch
        {
            Author.Citizen => "Vous",
            Author.Assistant => "Assistant automatique",
            Author.Counsellor => $"{activity.AuthorName}, France services",
            _ => "Suivi de votre demande",
        },
        activity.At.ToString("O", CultureInfo.InvariantCulture),
        FrenchTime.Short(activity.At),
        WordsOf(activity),
        activity.Automatic,
        activity.Details?.Choices ?? [],
        activity.Details?.Source is { } source ? ShownSource.Of(source) : null,
        activity.Details?.Numbers ?? []);

    // What people wrote stays as they wrote it.
    private static string WordsOf(ActivityView activity) => activity switch
    {
        { Text: null } => FrenchSpaces.Keep("Message effacé : il n'est plus conservé."),
        { Author: Author.Assistant or Author.Service } => FrenchSpaces.Keep(activity.Text),
        _ => activity.Text,
    };
}

/// <summary>The source of an answer, with its date in words.</summary>
public sealed record ShownSource(string Title, string Url, string Host, string ReadOn)
{
    internal static ShownSource Of(ActivitySource source) => new(
        source.Title, source.Url, Uri.TryCreate(source.Url, UriKind.Absolute, out var url) ? url.Host : source.Url, FrenchDates.Date(source.ReadOn));
}
