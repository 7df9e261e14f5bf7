using System.Text;
using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>The transcript as a text file to keep.</summary>
public sealed class CopieModel(FollowRequest follow) : RequestPage(follow)
{
    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync(withWords: true)) return Absent();
        List<string> lines = ["France services en ligne", $"Récépissé : {Handoff.Receipt}", $"Demande faite le {FrenchTime.Long(Handoff.AskedAt)}, heure de Paris", Status.Title];
        foreach (var activity in Activities)
        {
            lines.AddRange(["", $"{activity.Who}, {activity.When}", activity.Text]);
            if (activity.Source is { } source) lines.Add($"Source : {source.Title}, {source.Url}, lue le {source.ReadOn}");
        }
        // Windows' oldest editors know UTF-8 by its mark only.
        return File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", lines))], "text/plain; charset=utf-8", $"demande-{Handoff.Receipt}.txt");
    }
}
