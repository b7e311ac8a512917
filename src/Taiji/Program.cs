Console.WriteLine("taiji");
