using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Keys of every type in resource identifiers (RFC 8040 §3.5.3).</summary>
public sealed class KeyTypeTests : RestconfTest
{
    private const string Keys = "/restconf/data/keys:keys";

    [Theory]
    [InlineData("binary", "AP8+Pw==", "AP8%2BPw%3D%3D")]
    [InlineData("bits", "a c", "a%20c")]
    [InlineData("boolean", "true", "true")]
    [InlineData("decimal", "-1.5", "-1.5")]
    [InlineData("enumeration", "two words", "two%20words")]
    [InlineData("enumeration", "a/b,c=d", "a%2Fb%2Cc%3Dd")]
    [InlineData("identityref", "keys:red", "keys%3Ared")]
    [InlineData("instance", "/keys:keys/by-string[k='x y']/v", "%2Fkeys%3Akeys%2Fby-string%5Bk%3D%27x%20y%27%5D%2Fv")]
    [InlineData("int8", "-128", "-128")]
    [InlineData("int16", "-32768", "-32768")]
    [InlineData("int32", "-2147483648", "-2147483648")]
    [InlineData("int64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("uint8", "255", "255")]
    [InlineData("uint16", "65535", "65535")]
    [InlineData("uint32", "4294967295", "4294967295")]
    [InlineData("uint64", "18446744073709551615", "18446744073709551615")]
    [InlineData("leafref", "a&b", "a%26b")]
    [InlineData("string", "100%", "100%25")]
    [InlineData("union", "7", "7")]
    [InlineData("union", "all", "all")]
    [InlineData("union", "a:b", "a%3Ab")]
    public async Task An_entry_is_created_found_and_deleted_by_its_key(string type, string key, string encoded)
    {
        var entry = $"{Keys}/by-{type}={encoded}";
        var value = type is "boolean" or "int8" or "int16" or "int32" or "uint8" or "uint16" or "uint32" || key == "7" ? key : $"\"{key}\"";
        (await Host.PutAsync(entry, $$"""{"keys:by-{{type}}":[{"k":{{value}},"v":"here"}]}""")).ShouldBe(201)["Location"]!.ShouldEndWith($"/by-{type}={encoded}");
        (await Host.GetAsync($"{entry}/v")).ShouldHoldJson("""{"keys:v":"here"}""");
        (await Host.GetAsync($"{entry}/k")).ShouldHoldJson($$"""{"keys:k":{{value}}}""");
        (await Host.PostAsync(Keys, $$"""{"keys:by-{{type}}":[{"k":{{value}}}]}""")).ShouldBeError(409, "data-exists");
        (await Host.DeleteAsync(entry)).ShouldBe(204);
        (await Host.GetAsync(entry)).ShouldBe(404);
    }

    [Fact]
    public async Task A_key_of_the_empty_type_is_nothing_behind_the_equals_sign()
    {
        (await Host.PutAsync($"{Keys}/by-empty=", """{"keys:by-empty":[{"k":[null],"v":"here"}]}""")).ShouldBe(201)["Location"]!.ShouldEndWith("/by-empty=");
        (await Host.GetAsync($"{Keys}/by-empty=/v")).ShouldHoldJson("""{"keys:v":"here"}""");
    }

    [Theory]
    [InlineData("by-int32=007", "by-int32=7")]
    [InlineData("by-int32=%2B7", "by-int32=7")]
    [InlineData("by-decimal=1.500", "by-decimal=1.5")]
    [InlineData("by-identityref=red", "by-identityref=keys%3Ared")]
    [InlineData("by-bits=c%20a", "by-bits=a%20c")]
    [InlineData("by-string=%61", "by-string=a")]
    [InlineData("by-string=%c3%bc", "by-string=%C3%BC")]
    public async Task Another_lexical_form_is_the_same_entry(string asked, string canonical)
    {
        var list = canonical[..canonical.IndexOf('=')];
        var key = Uri.UnescapeDataString(canonical[(list.Length + 1)..]);
        await Host.PutAsync($"{Keys}/{canonical}", $$"""{"keys:{{list}}":[{"k":{{(list == "by-int32" ? key : $"\"{key}\"")}},"v":"here"}]}""");
        (await Host.GetAsync($"{Keys}/{asked}/v")).ShouldHoldJson("""{"keys:v":"here"}""");
    }

    [Theory]
    [InlineData("by-int8=128")]
    [InlineData("by-int8=x")]
    [InlineData("by-int8=")]
    [InlineData("by-boolean=TRUE")]
    [InlineData("by-enumeration=three")]
    [InlineData("by-identityref=keys:blue")]
    [InlineData("by-binary=%FF")]
    [InlineData("by-binary=!")]
    [InlineData("by-empty=x")]
    [InlineData("by-decimal=1.23456")]
    [InlineData("by-instance=nothing")]
    [InlineData("by-string=%C3")]
    [InlineData("by-string=%ED%A0%80")]
    public async Task A_value_that_the_type_does_not_have_is_400_invalid_value(string entry)
    {
        var reply = (await Host.GetAsync($"{Keys}/{entry}")).ShouldBeError(400, "invalid-value");
        reply.ErrorMessage.ShouldNotBeNullOrEmpty();
    }
}
