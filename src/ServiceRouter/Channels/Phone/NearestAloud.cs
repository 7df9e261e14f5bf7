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
        // The hours are put into French words; a voice of another language makes noise of them.
        if (language == LineLanguages.First)
        {
            lines.Add($"{HoursInWords.State(space, clock.GetUtcNow())}.");
            if (HoursInWords.WeekByLine(space) is { Count: > 0 } week) lines.Add($"{string.Join(". ", week).Replace('–', 'à')}.");
            lines.Add($"{HoursInWords.Mention(spaces.ListDate)}.");
        }
        if (space.Phone is { } phone) lines.Add(Texts.Say("SpaceNumber.phone", language, phone));
        return lines;
    }
}
