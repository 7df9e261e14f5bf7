using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>
/// Be called back without a word in the chat: number, day and half-hour make the request, or turn the open one into a call-back. Nothing is looked
/// up before, and the asking has three doors: this page works without the database.
/// </summary>
[Costs(Cost.Ask)]
public sealed class AppelModel(AskCallBack callBack, TimeProvider clock) : CitizenPage
{
    private const string Here = "/appel";

    public CallBackForm Form { get; private set; } = new(Here);

    public void OnGet()
    {
    }

    /// <param name="numero">Where to call.</param>
    /// <param name="jour">One of the days offered.</param>
    /// <param name="heure">One of the times offered.</param>
    /// <param name="recepisse">The request on whose page the form stood.</param>
    public async Task<IActionResult> OnPostAsync(string? numero, string? jour, string? heure, string? recepisse)
    {
        var receipt = ReceiptCode.Parse(recepisse) is { } code ? ReceiptCode.Print(code) : null;
        Form = new CallBackForm(Here, receipt, numero, jour, heure);
        var now = clock.GetUtcNow();
        if (CallBackTimes.Read(jour, heure, now) is not { } at) return Refused("Ce moment est passé. Choisissez un moment à venir.");
        // Before anything is opened: a mistyped number must leave no empty conversation.
        if (AskCallBack.Check(numero, at, now) is { } wrong) return Refused(wrong.Text);

        var (asking, key) = OwnConversation.Asks(HttpContext, Language, receipt);
        var accepted = await callBack.RunAsync(asking, numero, at);
        OwnConversation.Keep(HttpContext, asking, key, accepted);
        return accepted.Refusal is { } refusal ? Refused(refusal.Text) : Redirect($"/demande/{accepted.Receipt}");
    }

    private PageResult Refused(string problem)
    {
        Form = Form with { Problem = problem };
        return Again(problem);
    }
}
