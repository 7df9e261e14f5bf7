using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Pages.Chat;

/// <summary>The conversation of this browser. Opening the page starts nothing; the first message does.</summary>
public sealed class IndexModel(OwnConversation own, SayOnWeb say, ReadTranscript transcript, FollowRequest follow, TimeProvider clock) : CitizenPage
{
    public Board Board { get; private set; } = null!;

    public async Task OnGetAsync() => Board = await DrawAsync(await own.FindAsync(HttpContext), null, null);

    public async Task<IActionResult> OnPostAsync(SentForm form)
    {
        var before = await own.FindAsync(HttpContext);
        var isEmpty = string.IsNullOrWhiteSpace(form.Texte) && string.IsNullOrEmpty(form.Choix);
        var conversation = before ?? (isEmpty ? null : await own.StartAsync(HttpContext, Language, Opening.Assistant));
        var problem = conversation is null
            ? SayOnWeb.NothingWritten
            : await say.RunAsync(conversation.Id, form, HttpContext.RequestAborted);
        if (WantsJson)
        {
            if (problem is not null || conversation is null) return JsonProblem(problem);
            // The sending may have made a request: read again which receipt is the newest.
            var after = await own.FindAsync(HttpContext);
            return new JsonResult(await say.AnswerAsync(conversation.Id, after?.Receipt, form.Vu, HttpContext.RequestAborted));
        }
        if (problem is null) return Redirect("/chat#fin");
        Board = await DrawAsync(conversation, form.Texte, problem);
        return Again(problem);
    }

    private async Task<Board> DrawAsync(CitizenConversation? conversation, string? draft, string? problem) => new()
    {
        Action = "/chat",
        Live = "/chat/live",
        Activities = conversation is null
            ? [Welcome()]
            : [.. (await transcript.AfterAsync(conversation.Id, 0, HttpContext.RequestAborted)).Select(ShownActivity.Of)],
        Status = conversation?.Receipt is { } receipt ? (await follow.RunAsync(receipt, HttpContext.RequestAborted))?.Status : null,
        Draft = draft,
        Problem = problem,
    };

    // Shown to whoever only looks; said, and kept, when the conversation starts.
    private ShownActivity Welcome() =>
        ShownActivity.Of(new ActivityView(0, clock.GetUtcNow(), Author.Assistant, null, Texts.Say("Welcome", Language), Automatic: true, null));
}
