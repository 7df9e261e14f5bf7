using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Channels.Phone;

/// <summary>The nearest space with its hours and its number, for the ear.</summary>
internal sealed class NearestAloud(Transactions transactions, SpaceDirectory spaces, TimeProvider clock)
{
    /// <summary>Null while the conversation has no postcode.</summary>
    public async Task<IReadOnlyList<string>?> OfAsync(Guid conversationId, string language, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var postcode = await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.Postcode).SingleOrDefaultAsync(ct);
        if (postcode is null || spaces.Nearest(postcode, 1).Spaces is not [var near, ..]) return null;
        var space = near.Space;
        var lines = new List<string> { Texts.Say("NearestSpace.phone", language, space.Name, space.Address, space.Commune) };
        lines.AddRange(language == LineLanguages.First ? French(space) : English(space));
        if (space.Phone is { } phone) lines.Add(Texts.Say("SpaceNumber.phone", language, phone));
        return lines;
    }

    private IEnumerable<string> French(Space space) =>
        Sentences(HoursInWords.State(space, clock.GetUtcNow()), HoursInWords.WeekByLine(space).Select(line => line.Replace('–', 'à')), HoursInWords.Mention(spaces.ListDate));

    private IEnumerable<string> English(Space space) =>
        Sentences(HoursInEnglish.State(space, clock.GetUtcNow()), HoursInEnglish.WeekByLine(space), HoursInEnglish.Mention(spaces.ListDate));

    private static IEnumerable<string> Sentences(string state, IEnumerable<string> week, string mention)
    {
        yield return $"{state}.";
        var days = string.Join(". ", week);
        if (days.Length > 0) yield return $"{days}.";
        yield return $"{mention}.";
    }
}
