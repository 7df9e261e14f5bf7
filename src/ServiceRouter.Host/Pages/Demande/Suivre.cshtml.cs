using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing.Spaces;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Follow a request, write to it, turn the wait into something else, rate it.</summary>
public sealed class SuivreModel(
    FollowRequest follow, SayOnWeb say, AskCallBack callBack, GivePostcode givePostcode,
    GiveRating rate, SpaceDirectory directory, InTime inTime, TimeProvider clock) : RequestPage(follow)
{
    private const int SpacesShown = 3;

    public Board Board { get; private set; } = null!;

    public CallBackForm CallBack { get; private set; } = null!;

    public RatingForm Rating { get; private set; } = null!;

    public string? Postcode { get; private set; }

    public string? PlaceProblem { get; private set; }

    public IReadOnlyList<SpaceCard> Spaces { get; private set; } = [];

    public string HoursMention => HoursInWords.Mention(directory.ListDate);

    /// <summary>The receipt that opened the page, when the request has another: both were shown to the citizen, both lead here.</summary>
    public string? OtherReceipt => ReceiptCode.Parse(Receipt) is { } code && ReceiptCode.Print(code) is var typed && typed != Handoff.Receipt ? typed : null;

    /// <summary>One sign after the other, to be read aloud.</summary>
    public string Spelt => SpeltOf(Handoff.Receipt);

    /// <inheritdoc cref="Spelt"/>
    public static string SpeltOf(string receipt) => string.Join(", ", receipt.Split('-').Select(group => string.Join(' ', group.ToCharArray())));

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync(withWords: true)) return Absent();
        Draw();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(SentForm form)
    {
        if (!await FindAsync()) return Absent();
        try
        {
            return await TakeAsync(form);
        }
        catch (Exception e) when (IsAway(e))
        {
            Missing = new Followed.CannotLook(Handoff.Receipt, IsOurs: true);
            return Absent();
        }
    }

    private async Task<IActionResult> TakeAsync(SentForm form)
    {
        var problem = await say.RunAsync(Handoff.ConversationId, form, HttpContext.RequestAborted);
        if (WantsJson)
            return problem is null ? new JsonResult(await say.AnswerAsync(Handoff.ConversationId, Handoff.Receipt, form.Vu, HttpContext.RequestAborted)) : JsonProblem(problem);
        if (problem is null) return Redirect(Address + "#fin");
        await DrawAsync();
        Board = Board with { Draft = form.Texte, Problem = problem };
        return Again(problem);
    }

    public async Task<IActionResult> OnPostRappelAsync(string? numero, string? jour, string? heure)
    {
        if (!await FindAsync()) return Absent();
        var problem = CallBackTimes.Read(jour, heure, clock.GetUtcNow()) is { } at
            ? (await inTime.RunAsync(ct => callBack.RunAsync(Handoff.ConversationId, numero, at, ct), HttpContext.RequestAborted))?.Text
            : "Ce moment est passé. Choisissez un moment à venir.";
        if (problem is null) return Redirect(Address);
        await DrawAsync();
        CallBack = CallBack with { Numero = numero, Jour = jour, Heure = heure, Problem = problem };
        return Again(problem);
    }

    public async Task<IActionResult> OnPostLieuAsync(string? code)
    {
        if (!await FindAsync()) return Absent();
        var refusal = await inTime.RunAsync(ct => givePostcode.RunAsync(Handoff.ConversationId, code, ct), HttpContext.RequestAborted);
        if (refusal is null) return Redirect(Address + "#lieu");
        await DrawAsync();
        (Postcode, PlaceProblem) = (code, refusal.Text);
        return Again(refusal.Text);
    }

    public async Task<IActionResult> OnPostAvisAsync(int? note, Solved? resolu, string? mots)
    {
        if (!await FindAsync()) return Absent();
        var problem = note is null || resolu is null
            ? "Choisissez une note, et dites si votre problème est réglé."
            : (await inTime.RunAsync(ct => rate.RunAsync(Handoff.Receipt, note.Value, resolu.Value, mots, ct), HttpContext.RequestAborted))?.Text;
        if (problem is null) return Redirect(Address + "#avis");
        await DrawAsync();
        Rating = Rating with { Note = note, Resolu = resolu, Mots = mots, Problem = problem };
        return Again(problem);
    }

    /// <summary>What is true of a request that the database does not have yet, or cannot tell of now.</summary>
    public Followed? Elsewhere => Missing;

    /// <summary>What was typed into a form that could not be taken.</summary>
    public string? Kept { get; private set; }

    /// <summary>Id of the sending of <see cref="Kept"/>: sent again, it counts once.</summary>
    public string? KeptId { get; private set; }

    protected override IActionResult Absent()
    {
        if (Missing is not (Followed.OnItsWay or Followed.CannotLook)) return NotFound();
        if (HttpMethods.IsPost(Request.Method) && Request.HasFormContentType) (Kept, KeptId) = (Request.Form["texte"].ToString(), Request.Form["envoi"].ToString());
        var status = Missing is Followed.OnItsWay && Kept is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (status == StatusCodes.Status503ServiceUnavailable) Response.Headers.RetryAfter = SayOnWeb.AgainAfterSeconds;
        return WantsJson ? JsonProblem(SayOnWeb.NotSent, status, KeptId) : new PageResult { StatusCode = status };
    }

    private async Task DrawAsync()
    {
        await ReadWordsAsync();
        Draw();
    }

    private void Draw()
    {
        Board = new Board { Action = Address, Live = Address + "/direct", Activities = Activities, Status = Status, CanWrite = Status.IsOpen };
        CallBack = new CallBackForm(Address + "?handler=Rappel#rappel");
        Rating = new RatingForm(Address + "?handler=Avis#avis", Handoff.Rated);
        Postcode = Handoff.Postcode;
        if (Postcode is null || !Status.IsOpen) return;
        var now = clock.GetUtcNow();
        var near = directory.Nearest(Postcode, SpacesShown, openAt: now);
        if (near.Spaces.Count == 0) near = directory.Nearest(Postcode, SpacesShown);
        Spaces = [.. near.Spaces.Select(n => SpaceCard.Of(n.Space, n.Space.Postcode == Postcode ? "Même code postal" : near.DistancesAreRough ? null : SpaceCard.DistanceInWords(n.Km), now))];
    }
}

/// <summary>The rating form as it was filled in.</summary>
public sealed record RatingForm(string Action, bool Rated, int? Note = null, Solved? Resolu = null, string? Mots = null, string? Problem = null);
