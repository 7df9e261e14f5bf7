using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Pages.Chat;

/// <summary>
/// The conversation of this browser. Opening the page starts nothing; the first message does. While the database is away the page keeps what
/// was typed, and a wish for a human goes through the other doors.
/// </summary>
[Costs(Cost.Turn)]
public sealed class IndexModel(
    OwnConversation own, SayOnWeb say, ReadTranscript transcript, FollowRequest follow, HearWish wish, AskHuman ask, InTime inTime, TimeProvider clock) : CitizenPage
{
    public Board Board { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        try
        {
            var conversation = await own.FindAsync(HttpContext);
            if (conversation is not null) OwnConversation.Renew(HttpContext, conversation.Id);
            Board = await DrawAsync(conversation);
            return Page();
        }
        catch (Exception e) when (IsAway(e))
        {
            Board = Empty with { Away = true };
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    public async Task<IActionResult> OnPostAsync(SentForm form)
    {
        try
        {
            return await TakeAsync(form);
        }
        catch (Exception e) when (IsAway(e))
        {
            return wish.ForHuman(form.Texte, form.Choix) is { } wished ? await AskAsync(wished, form) : NotSent(form);
        }
    }

    private async Task<IActionResult> TakeAsync(SentForm form)
    {
        var before = await own.FindAsync(HttpContext);
        if (before is not null) OwnConversation.Renew(HttpContext, before.Id);
        var conversation = before ?? (form.IsEmpty ? null : await own.StartAsync(HttpContext, Language));
        var problem = conversation is null
            ? SayOnWeb.NothingWritten
            : await say.RunAsync(conversation.Id, form, HttpContext.RequestAborted);
        if (WantsJson)
        {
            if (problem is not null || conversation is null) return JsonProblem(problem);
            // The page shows another conversation, which this device has forgotten since: what was said now does not stand under it.
            if (!string.IsNullOrEmpty(form.De) && form.De != Board.MarkOf(conversation.Id)) return new JsonResult(new SentAnswer([], null, Board.NewSendId(), Goes: "/chat"));
            // The sending may have made a request: read again which receipt is the newest.
            var after = await own.FindAsync(HttpContext);
            return new JsonResult(await say.AnswerAsync(conversation.Id, after?.Receipt, form.Vu, "/chat", HttpContext.RequestAborted));
        }
        if (problem is null) return Redirect($"/chat{Board.ReplyPlace}");
        Board = await DrawAsync(conversation) with { Draft = form.Texte, Problem = problem };
        return Again(problem);
    }

    private async Task<IActionResult> AskAsync(Wish wished, SentForm form)
    {
        var (asking, key) = OwnConversation.Asks(HttpContext, Language, shownReceipt: null);
        var accepted = await ask.RunAsync(asking.With(wished) with { SentId = form.Envoi, SentWords = string.IsNullOrEmpty(form.Choix) ? form.Texte : form.Choix });
        OwnConversation.Keep(HttpContext, asking, key, accepted);
        var goes = $"/demande/{accepted.Receipt}";
        return WantsJson ? new JsonResult(new SentAnswer([], null, Board.NewSendId(), Goes: goes, Keeps: true)) : Redirect(goes);
    }

    private IActionResult NotSent(SentForm form)
    {
        if (WantsJson) return JsonProblem(SayOnWeb.NotSent, StatusCodes.Status503ServiceUnavailable, form.Envoi);
        Board = Empty with { Away = CitizenCookie.IsPresent(Request), Draft = form.Texte, Problem = SayOnWeb.NotSent };
        // The words go again under the id that they had: they may have been stored after all.
        if (!string.IsNullOrEmpty(form.Texte) && !string.IsNullOrEmpty(form.Envoi)) Board = Board with { SendId = form.Envoi };
        return Again(SayOnWeb.NotSent, StatusCodes.Status503ServiceUnavailable);
    }

    private static Board Empty => new() { Action = "/chat", Live = "/chat/live" };

    private async Task<Board> DrawAsync(CitizenConversation? conversation) => Empty with
    {
        Mark = conversation is null ? null : Board.MarkOf(conversation.Id),
        Activities = conversation is null
            ? [Welcome()]
            : [.. (await inTime.RunAsync(ct => transcript.AfterAsync(conversation.Id, 0, ct), HttpContext.RequestAborted)).Select(ShownActivity.Of)],
        Status = conversation?.Receipt is { } receipt ? (await follow.RunAsync(receipt, HttpContext.RequestAborted))?.Status : null,
    };

    // Shown to whoever only looks; said, and kept, when the conversation starts.
    private ShownActivity Welcome() =>
        ShownActivity.Of(new ActivityView(0, clock.GetUtcNow(), Author.Assistant, null, Texts.Say("Welcome", Language), Automatic: true, null));
}
