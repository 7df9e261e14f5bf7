using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.Conversations;

/// <summary>An activity as screens and APIs show it.</summary>
/// <param name="Number">Place in the conversation, and event id.</param>
/// <param name="At">When it was said (UTC).</param>
/// <param name="Author">citizen, assistant, counsellor or service.</param>
/// <param name="AuthorName">A counsellor's shown name.</param>
/// <param name="Text">Null once the words were erased.</param>
/// <param name="Automatic">True when no person wrote it (AI Act art. 50).</param>
/// <param name="Details">Buttons, source, what was understood.</param>
public sealed record ActivityView(
    int Number,
    DateTimeOffset At,
    [property: JsonConverter(typeof(EnumName<Author>))] Author Author,
    string? AuthorName,
    string? Text,
    bool Automatic,
    ActivityDetails? Details)
{
    internal static ActivityView Of(Activity activity) => new(
        activity.Number, activity.At, activity.Author, activity.AuthorName, activity.Text,
        activity.Author is Author.Assistant,
        ActivityDetails.Read(activity.Details));

    internal LiveItem ToLive() => new(Number, "activity", JsonSerializer.Serialize(this, WireJson.Options));
}
