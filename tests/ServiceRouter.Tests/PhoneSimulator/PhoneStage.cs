using Microsoft.Extensions.Time.Testing;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.Relay;

namespace ServiceRouter.Tests.PhoneSimulator;

/// <summary>A network on a clock that tests move, and a played service that it calls.</summary>
internal sealed class PhoneStage : IDisposable
{
    public const string Citizen = "+33123456789";
    public const string Number = "+33987654321";
    public const string Counsellor = "+33611223344";

    public PhoneStage(RelayConnect? connect = null, double charactersPerSecond = 0)
    {
        var settings = new PhoneSettings { AuthToken = "12345", CharactersPerSecond = charactersPerSecond };
        Service = new(settings.AuthToken);
        Phone = new(settings, Clock, Service, connect);
        Phone.Book.Add(new ServiceNumber(Number) { VoiceUrl = Url("/voice"), StatusCallback = Url("/over"), SmsUrl = Url("/sms") });
        Service.On("/over", _ => Task.FromResult(PlayedService.Status(204)));
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.Zero));

    public PlayedService Service { get; }

    public PhoneNetwork Phone { get; }

    public static string Url(string path) => PlayedService.Base + path;

    public SimulatedCall Call(string from = Citizen) => Phone.Call(from, Number);

    /// <summary>Lets seconds pass one by one, each when all that the last one set off is done.</summary>
    public async Task PassAsync(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            await Phone.SettledAsync();
            await Clock.PassAsync(TimeSpan.FromSeconds(1));
        }

        await Phone.SettledAsync();
    }

    public IEnumerable<int> FaultCodes => Phone.ServiceFaults.Select(fault => fault.Code);

    public void Dispose() => Phone.Dispose();
}
