using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ServiceRouter.Conversations;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>The transcript as a text file to keep: all of it, however long, read in pieces.</summary>
public sealed class CopieModel(FollowRequest follow, ReadTranscript transcript, InTime inTime) : RequestPage(follow)
{
    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync()) return Absent();
        IReadOnlyList<ActivityView> piece;
        try
        {
            // Before the first byte: a database that is away is then an answer, not half a file.
            piece = await PieceAsync(after: 0);
        }
        catch (Exception e) when (IsAway(e))
        {
            Missing = new Followed.CannotLook(Handoff.Receipt, IsOurs: true);
            return Absent();
        }
        Response.ContentType = "text/plain; charset=utf-8";
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"demande-{Handoff.Receipt}.txt" }.ToString();
        // Windows' oldest editors know UTF-8 by its mark only.
        await Response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), HttpContext.RequestAborted);
        await WriteAsync(["France services en ligne", $"Récépissé : {Handoff.Receipt}", $"Demande faite le {FrenchTime.Long(Handoff.AskedAt)}, heure de Paris", Status.Title]);
        while (true)
        {
            await WriteAsync(piece.Select(ShownActivity.Of).SelectMany(Lines));
            if (piece.Count < ReadTranscript.Most) return new EmptyResult();
            piece = await PieceAsync(piece[^1].Number);
        }
    }

    private Task<IReadOnlyList<ActivityView>> PieceAsync(int after) =>
        inTime.RunAsync(ct => transcript.PieceAsync(Handoff.ConversationId, after, ReadTranscript.Most, ct), HttpContext.RequestAborted);

    private Task WriteAsync(IEnumerable<string> lines) => Response.WriteAsync(string.Concat(lines.Select(line => line + "\r\n")), Encoding.UTF8, HttpContext.RequestAborted);

    private static IEnumerable<string> Lines(ShownActivity activity)
    {
        yield return "";
        yield return $"{activity.Who}, {activity.When}";
        yield return activity.Text;
        if (activity.Source is { } source) yield return $"Source : {source.Title}, {source.Url}, lue le {source.ReadOn}";
    }
}
