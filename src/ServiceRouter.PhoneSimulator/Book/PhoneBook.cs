using System.Collections.Concurrent;

namespace ServiceRouter.PhoneSimulator.Book;

/// <summary>Who is where. A number that is not written here is a phone that rings until somebody takes it by hand.</summary>
public sealed class PhoneBook
{
    private readonly ConcurrentDictionary<string, ServiceNumber> services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PhonePlan> phones = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ServiceNumber> Services => [.. services.Values];

    /// <summary>Writes a number of the service down, or replaces it.</summary>
    public void Add(ServiceNumber number) => services[number.Number] = number;

    /// <summary>What happens when this phone is rung.</summary>
    /// <param name="address">E.164 number, <c>client:NAME</c> or <c>sip:…</c>.</param>
    /// <param name="plan">How the phone behaves from now on.</param>
    public void Add(string address, PhonePlan plan) => phones[address] = plan;

    public ServiceNumber? Service(string number) => services.GetValueOrDefault(number);

    public PhonePlan Plan(string address) => phones.GetValueOrDefault(address, PhonePlan.ByHand);
}
