using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Pages;

/// <summary>
/// Be called back without a word in the chat: number, day and half-hour make the request, or turn the open one into a call-back. Nothing is looked
/// up before, and the asking has three doors: this page works without the database.
/// </summary>
[Costs(Cost.Ask)]
public sealed class AppelModel(AskCallBack callBack, ServiceHours hours, TimeProvider clock) : CitizenPage
{
    private const string Here = "/appel";

    public CallBackForm Form { get; private set; } = new(Here);

    public void OnGet()
    {
    }

    /// <param name="numero">Where to call.</param>
    /// <param name="jour">One of the days offered; empty with the time: as soon as possible.</param>
    /// <param name="heure">One of the times offered.</param>
    /// <param name="lieu">Overseas territory whose clock the time is of; anything else: Paris'.</param>
    /// <param name="departement">Of the request on whose page the form stood, where it is known.</param>
    /// <param name="recepisse">The request on whose page the form stood.</param>
    public async Task<IActionResult> OnPostAsync(string? numero, string? jour, string? heure, string? lieu, string? departement, string? recepisse)
    {
        var receipt = ReceiptCode.Parse(recepisse) is { } code ? ReceiptCode.Print(code) : null;
        var overseas = TerritoryTime.Overseas.ContainsKey(lieu ?? "") ? lieu : null;
        Form = new CallBackForm(Here, receipt, numero, jour, heure, overseas, Departments.Find(departement)?.Code);
        if (string.IsNullOrEmpty(jour) && string.IsNullOrEmpty(heure)) return await SoonAsync(numero, receipt, overseas);
        if (string.IsNullOrEmpty(jour)) return Refused("Choisissez aussi le jour, ou laissez l'heure vide pour être rappelé dès que possible.", CallBackField.Moment);
        if (string.IsNullOrEmpty(heure)) return Refused("Choisissez aussi l'heure, ou « Dès que possible ».", CallBackField.Moment);
        var (now, territory) = (clock.GetUtcNow(), Form.Territory);
        if (CallBackTimes.WhyNone(territory, now, hours) is { } none) return Refused(none, CallBackField.Moment);
        if (CallBackTimes.Read(jour, heure, territory, now) is not { } at) return Refused("Ce moment est passé. Choisissez un moment à venir.", CallBackField.Moment);
        if (!hours.MayPromise(territory, at)) return Refused(ClosedAt(territory, at), CallBackField.Moment);
        // Before anything is opened: a mistyped number must leave no empty conversation.
        if (AskCallBack.Check(numero, at, now) is { } wrong) return Refused(wrong.Text, FieldOf(wrong));

        var (asking, key) = OwnConversation.Asks(HttpContext, Language, receipt);
        return Answer(asking, key, await callBack.RunAsync(asking with { Territory = overseas }, numero, at));
    }

    /// <summary>The place in the queue is kept, and no moment is agreed on.</summary>
    private async Task<IActionResult> SoonAsync(string? numero, string? receipt, string? overseas)
    {
        if (AskCallBack.CheckNumber(numero) is { } wrong) return Refused(wrong.Text, FieldOf(wrong));
        var (asking, key) = OwnConversation.Asks(HttpContext, Language, receipt);
        return Answer(asking, key, await callBack.SoonAsync(asking with { Territory = overseas }, numero));
    }

    private IActionResult Answer(Asking asking, ConversationKey key, Acceptance accepted)
    {
        OwnConversation.Keep(HttpContext, asking, key, accepted);
        return accepted.Refusal is { } refusal ? Refused(refusal.Text, FieldOf(refusal)) : Redirect($"/demande/{accepted.Receipt}");
    }

    private string ClosedAt(string? territory, DateTimeOffset at) => hours.NextOpening(territory, at) is { } opening
        ? $"Les conseillers ne sont pas là à ce moment. Ils répondent à partir du {MomentInWords.Of(opening, territory, Language)}. Choisissez un autre moment."
        : "Les conseillers ne sont pas là ce jour-là. Choisissez un autre jour.";

    private static CallBackField FieldOf(Refusal refusal) => refusal.Code switch
    {
        AskCallBack.NoNumber or AskCallBack.NotCallable => CallBackField.Number,
        AskCallBack.WrongMoment => CallBackField.Moment,
        _ => CallBackField.None,
    };

    private PageResult Refused(string problem, CallBackField wrong)
    {
        Form = Form with { Problem = problem, Wrong = wrong };
        return Again(problem);
    }
}
