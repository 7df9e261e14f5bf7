using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Waiting;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>Queues and the calls in them.</summary>
internal static class QueueEndpoints
{
    private const int LargestSize = 5000;

    public static void Map(RouteGroupBuilder group, PhoneNetwork network)
    {
        group.MapGet("/Queues.json", (HttpRequest request) => RestAnswers.Page(request, "queues", network.Queues.All.Select(queue => Json(network, queue))));
        group.MapPost("/Queues.json", async (HttpRequest request) => Create(network, await RestForm.ReadAsync(request)));
        group.MapGet("/Queues/{sid}.json", (string sid, HttpRequest request) => Of(sid, request, queue => RestAnswers.Ok(Json(network, queue))));
        group.MapDelete("/Queues/{sid}.json", (string sid, HttpRequest request) => Of(sid, request, queue =>
        {
            if (queue.Places.Count > 0)
                return RestAnswers.Error(400, 22002, "Queue is not empty");
            network.Queues.Remove(queue);
            return Results.NoContent();
        }));
        group.MapGet("/Queues/{sid}/Members.json", (string sid, HttpRequest request) => Of(sid, request,
            queue => RestAnswers.Page(request, "queue_members", queue.Places.Select(place => Json(network, place)))));
        group.MapGet("/Queues/{sid}/Members/{member}.json", (string sid, string member, HttpRequest request) => Of(sid, request,
            queue => Find(queue, member) is { } place ? RestAnswers.Ok(Json(network, place)) : RestAnswers.NotFound(request)));
        group.MapPost("/Queues/{sid}/Members/{member}.json", async (string sid, string member, HttpRequest request) =>
        {
            var form = await RestForm.ReadAsync(request);
            return Of(sid, request, queue => Dequeue(network, queue, member, form, request));
        });

        IResult Of(string sid, HttpRequest request, Func<PhoneQueue, IResult> then) => network.Queues.WithSid(sid) is { } queue ? then(queue) : RestAnswers.NotFound(request);
    }

    private static IResult Create(PhoneNetwork network, RestForm form)
    {
        if (form["FriendlyName"] is not { Length: > 0 and <= 64 } name)
            return RestAnswers.Error(400, 22001, "FriendlyName has 1 to 64 characters");
        var size = int.TryParse(form["MaxSize"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : PhoneQueues.DefaultSize;
        var queue = new PhoneQueue(name, Math.Min(size, LargestSize), network.Time.GetUtcNow());
        return network.Queues.TryAdd(queue) ? RestAnswers.Created(Json(network, queue)) : RestAnswers.Error(400, 22003, $"Queue with friendly name {name} already exists");
    }

    private static IResult Dequeue(PhoneNetwork network, PhoneQueue queue, string member, RestForm form, HttpRequest request)
    {
        if (form["Url"] is not { Length: > 0 } url)
            return RestAnswers.Error(400, 21205, "Url parameter is required");
        // Another may take the same head at the same time: whoever removes it has it.
        if (Find(queue, member) is not { } place || !queue.Remove(place))
            return RestAnswers.NotFound(request);
        var answer = RestAnswers.Ok(Json(network, place));
        place.Leg.Mailbox.Interrupt(new Moved(new Ask(url, form["Method"] ?? "POST")) { Stale = () => place.IsLeft });
        return answer;
    }

    private static QueuePlace? Find(PhoneQueue queue, string member) =>
        queue.Places.FirstOrDefault(place => member == "Front" || place.Leg.Sid == member);

    private static JsonObject Json(PhoneNetwork network, PhoneQueue queue) => new()
    {
        ["sid"] = queue.Sid,
        ["account_sid"] = network.Settings.AccountSid,
        ["friendly_name"] = queue.Name,
        ["current_size"] = queue.Places.Count,
        ["max_size"] = queue.MaxSize,
        ["average_wait_time"] = (int)queue.AverageWait.TotalSeconds,
        ["date_created"] = Parameters.Date(queue.CreatedAt),
        ["date_updated"] = Parameters.Date(queue.CreatedAt),
        ["uri"] = $"/2010-04-01/Accounts/{network.Settings.AccountSid}/Queues/{queue.Sid}.json",
    };

    private static JsonObject Json(PhoneNetwork network, QueuePlace place) => new()
    {
        ["call_sid"] = place.Leg.Sid,
        ["queue_sid"] = place.Queue.Sid,
        ["position"] = place.Queue.Position(place),
        ["wait_time"] = (int)place.Time.TotalSeconds,
        ["date_enqueued"] = Parameters.Date(place.Since),
        ["uri"] = $"/2010-04-01/Accounts/{network.Settings.AccountSid}/Queues/{place.Queue.Sid}/Members/{place.Leg.Sid}.json",
    };
}
