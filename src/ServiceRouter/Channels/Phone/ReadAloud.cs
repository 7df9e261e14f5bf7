using System.Text.RegularExpressions;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone;

/// <summary>Turns activities into what is said on the phone: choices with their keys, receipts sign by sign, no addresses of pages. Pure.</summary>
internal static partial class ReadAloud
{
    private const int LongestHint = 100;

    /// <summary>The answers to one act of the caller, as lines and as what is listened for.</summary>
    public static Spoken Of(IReadOnlyList<ActivityView> said, string language, bool slowly)
    {
        var heard = said.Where(activity => activity.Author != Author.Citizen && activity.Text is not null).ToList();
        var lines = heard.SelectMany(activity => Lines(activity, language)).ToList();
        var last = heard.LastOrDefault()?.Details;
        return new Spoken(lines, language, new SpokenNext.Listen(KeysOf(last), Hints(last, language))) { Slowly = slowly };
    }

    /// <summary>A key or any words.</summary>
    public static SpokenNext AnyWords(string language) => new SpokenNext.Listen(1, Hints(null, language));

    /// <summary>A postcode or a date is typed.</summary>
    public static bool AsksDigits(ActivityDetails? details) => details?.Expects is nameof(AnswerKind.Postcode) or nameof(AnswerKind.Date);

    /// <summary>The same of what is said before it is an activity.</summary>
    public static IReadOnlyList<string> Lines(Reply reply, string language) => [.. Lines(reply.Text, reply.Details, language)];

    /// <summary>The same of a sentence that may name a receipt.</summary>
    public static IReadOnlyList<string> Lines(string text, string language) => [.. Lines(text, details: null, language)];

    private static IEnumerable<string> Lines(ActivityView activity, string language) => Lines(activity.Text!, activity.Details, language);

    private static IEnumerable<string> Lines(string text, ActivityDetails? details, string language)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var spoken = Addresses().Replace(line.TrimStart('-', '•', ' '), "");
            // Dictated, and once more: nobody has a pen in the hand at the first time.
            if (Receipts().Match(spoken) is { Success: true } receipt)
            {
                yield return Receipts().Replace(spoken, found => Spell(found.Value, language));
                yield return Texts.Say("ReceiptAgain", language, Spell(receipt.Value, language));
            }
            else if (spoken.Length > 0) yield return spoken;
        }
        if (HowToType(details) is { } how) yield return Texts.Say(how, language);
        foreach (var number in details?.Numbers ?? []) yield return $"{number.Label} : {string.Join(", ", number.Value.ToCharArray())}.";
        foreach (var choice in details?.Choices ?? [])
            if (choice.Key is { } key) yield return Texts.Say("PressFor", language, choice.Label, key);
    }

    /// <summary>A receipt as it is dictated: sign by sign, in its groups.</summary>
    public static string Spell(string receipt, string language)
    {
        var groups = receipt.Split('-').Select(group => string.Join(", ", group.Select(sign => SpellingNames.Of(sign, language))));
        return string.Join(". ", groups);
    }

    private static string? HowToType(ActivityDetails? details) => details?.Expects switch
    {
        nameof(AnswerKind.Postcode) => "TypePostcode.phone",
        nameof(AnswerKind.Date) => "TypeDate.phone",
        _ => null,
    };

    private static int? KeysOf(ActivityDetails? details) => details switch
    {
        { Expects: nameof(AnswerKind.Postcode) } => 5,
        { Expects: nameof(AnswerKind.Date) } => 8,
        _ => 1,
    };

    private static List<string> Hints(ActivityDetails? details, string language) =>
        [Texts.Say("HumanWord", language), .. (details?.Choices ?? []).Select(choice => choice.Label).Where(label => label.Length <= LongestHint)];

    [GeneratedRegex(@"\b[2-9A-Z]{4}-[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Receipts();

    [GeneratedRegex(@"\s*(?:\(https?://[^\s)]+\)|https?://\S*[^\s.,;:!?])", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
